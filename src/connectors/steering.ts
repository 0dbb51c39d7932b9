/** For tests: calls a simulator's steering interface, and fails the test when the simulator refuses. */
export const steering =
  (url: string) =>
  async (method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${url}/__sim/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} /__sim/${path}: ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  };
