import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '@troupe/agent-sdk/http';
import { ASSETS, type PageFile, type PageFiles } from './page-files.ts';

/** Pages load what is the gateway's own and nothing else: no script or style of another place, and none within a page. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = { 'content-security-policy': POLICY, 'cache-control': 'no-cache' };

const send = (request: FastifyRequest, reply: FastifyReply, { type, body, etag }: PageFile): FastifyReply => {
  reply.headers({ ...HEADERS, etag });
  if (request.headers['if-none-match'] === etag) return reply.status(304).send();
  // A text that is sent as its bytes: the interface's own answers are JSON.
  return reply.type(type).send(Buffer.from(body));
};

/** GET /desk, /chat, and what they load. */
export const pageRoutes = (app: FastifyInstance, { pages }: { readonly pages: PageFiles }): void => {
  const serve = (path: string) => (request: FastifyRequest, reply: FastifyReply) => {
    const file = pages.get(path);
    if (file === undefined) throw new Problem(404, 'There is nothing at this path');
    return send(request, reply, file);
  };
  const hidden = { schema: { hide: true } };
  app.get('/desk', hidden, serve('desk.html'));
  app.get('/chat', hidden, serve('chat.html'));
  app.get(`${ASSETS}*`, hidden, (request, reply) => serve(pathOf(request))(request, reply));
};

const pathOf = ({ params }: FastifyRequest): string => {
  // The route has a wildcard.
  const { '*': path } = params as { readonly '*': string };
  return path.endsWith('.html') ? '' : path;
};
