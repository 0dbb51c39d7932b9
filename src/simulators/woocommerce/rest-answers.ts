import type { Reply } from '../http-server.ts';

export const json = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status,
  contentType: 'application/json; charset=UTF-8',
  headers,
  body: JSON.stringify(body),
});

/** An error as WordPress answers it. */
export const refusal = (status: number, code: string, message: string, data: object = {}): Reply =>
  json(status, { code, message, data: { status, ...data } });

/**
 * The vendor's slip: some refusals name their status in the wrong place, and are answered as 500 with a bare number for
 * data.
 */
export const misplaced = (meant: number, code: string, message: string): Reply =>
  json(500, { code, message, data: meant });

export const invalidParam = (...names: string[]): Reply =>
  refusal(400, 'rest_invalid_param', `Invalid parameter(s): ${names.join(', ')}`, {
    params: Object.fromEntries(names.map((name) => [name, `Invalid parameter: ${name}`])),
  });

export const noRoute = refusal(404, 'rest_no_route', 'No route was found matching the URL and request method.');
