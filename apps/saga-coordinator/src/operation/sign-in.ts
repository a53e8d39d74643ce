import { createHash, timingSafeEqual } from 'node:crypto';
import { Problem } from '@troupe/agent-sdk/http';
import type { FastifyInstance } from 'fastify';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const BEARER = /^Bearer +(.+)$/i;

/** Refuses whoever does not bring the token. The comparison takes as long whatever is brought. */
export const demandToken = (app: FastifyInstance, token: string): void => {
  const expected = digest(token);
  app.addHook('onRequest', (request, _reply, done) => {
    if (!request.url.startsWith('/docs')) {
      const given = BEARER.exec(request.headers.authorization ?? '')?.[1] ?? '';
      if (!timingSafeEqual(digest(given), expected))
        throw new Problem(401, 'This takes the token of the coordinator: authorization: Bearer <SAGAS_TOKEN>', {
          headers: { 'www-authenticate': 'Bearer' },
        });
    }
    done();
  });
};
