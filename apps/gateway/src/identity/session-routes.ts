import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { problems } from '../http/schemas.ts';
import { readFields } from '../requests/read-fields.ts';
import type { Identity } from './identity.ts';
import { refused } from './refusals.ts';
import { endSession, openSession } from './sessions.ts';
import { demandOwnOrigin, operatorOf } from './who-asks.ts';

const BODY = z.strictObject({ token: z.string('is missing').min(1).max(500) });

const operatorSchema = {
  type: 'object',
  properties: { name: { type: 'string' }, role: { type: 'string', enum: ['viewer', 'operator', 'lead'] } },
};

const describe = (summary: string, statuses: readonly number[]) => ({
  tags: ['desk'],
  summary,
  response: { 200: operatorSchema, ...problems(...statuses) },
});

/** Signing in and out at /v1/desk/session, and who is signed in. */
export const sessionRoutes = (app: FastifyInstance, { identity }: { readonly identity: Identity }): void => {
  const signIn = describe('Sign in with a token: the answer sets a cookie', [400, 401, 403]);
  app.post('/v1/desk/session', { schema: signIn }, (request, reply) => {
    demandOwnOrigin(request, identity);
    const entry = identity.operators.withToken(readFields(request.body, BODY).token);
    if (entry === undefined) throw refused('SIGN_IN_REQUIRED');
    const { name, role } = entry;
    return reply.header('set-cookie', openSession(entry, identity, request)).send({ name, role });
  });

  app.get('/v1/desk/session', { schema: describe('Who is signed in', [401]) }, (request) => {
    const { name, role } = operatorOf(request, identity);
    return { name, role };
  });

  const signOut = { tags: ['desk'], summary: 'Sign out', response: { 204: { type: 'null' }, ...problems(403) } };
  app.delete('/v1/desk/session', { schema: signOut }, (request, reply) => {
    demandOwnOrigin(request, identity);
    return reply.status(204).header('set-cookie', endSession(request)).send();
  });
};
