import type { FastifyInstance, FastifyRequest } from 'fastify';

export type HookCall = {
  /** The body, byte for byte as it was signed, read as UTF-8. */
  text: string;
  params: Readonly<Record<string, string>>;
  query: Readonly<Record<string, string>>;
  headers: FastifyRequest['headers'];
  ip: string;
};

/** What the vendor's server wants to read: Alipay asks for the word `success`. */
export type HookAnswer = { status: number; text: string; contentType?: string };

const isText = (entry: [string, unknown]): entry is [string, string] => typeof entry[1] === 'string';
const texts = (record: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries(record ?? {}).filter(isText));

/**
 * An address for a vendor's notices. Anybody can call it: the handler verifies the signature over the raw body, and
 * answers well only after the notice is stored.
 */
export function hook(
  server: FastifyInstance,
  { path, method = 'POST' }: { path: string; method?: 'GET' | 'POST' },
  handler: (call: HookCall) => Promise<HookAnswer>,
): void {
  // A scope of its own, where nothing parses the body.
  server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.route({
      method,
      url: path,
      // A server reads the answer: what tells a browser what a page may do costs more than the rest of it.
      helmet: false,
      config: { access: 'public', isHook: true },
      handler: async (request, reply) => {
        const { params, query, headers, ip, body } = request;
        const text = Buffer.isBuffer(body) ? body.toString('utf8') : '';
        const answer = await handler({ text, params: texts(params), query: texts(query), headers, ip });
        return reply
          .code(answer.status)
          .type(answer.contentType ?? 'text/plain; charset=utf-8')
          .send(answer.text);
      },
    });
  });
}
