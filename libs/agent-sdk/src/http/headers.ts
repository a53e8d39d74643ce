import type { FastifyInstance } from 'fastify';

const DOCS = '/docs';

/** For every answer. The pages of /docs bring a policy of their own. */
const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};
const NOTHING_IS_LOADED = "default-src 'none'; frame-ancestors 'none'";

/** Gives every answer its request id and the headers that keep browsers from guessing. */
export const addHeaders = (app: FastifyInstance): void => {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({ ...SECURITY_HEADERS, 'x-request-id': request.id });
    if (!request.url.startsWith(DOCS)) reply.header('content-security-policy', NOTHING_IS_LOADED);
  });
};
