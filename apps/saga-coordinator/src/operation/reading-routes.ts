import { Problem } from '@troupe/agent-sdk/http';
import type { FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
import type { SagaCatalogue } from '../engine/saga-catalogue.ts';
import type { Participants } from '../participants/participants.ts';
import type { CoordinatorTables } from '../engine/tables.ts';
import { readPageRequest, cursorOf } from './filter.ts';
import { listSagas } from './list-sagas.ts';
import { detailSchema, listQuery, pageSchema, problems, sagaParams } from './schemas.ts';
import { describeSaga, readSaga } from './show-saga.ts';

/** What the routes that read are made of. */
export interface ReadingRoutesOptions {
  readonly db: Kysely<CoordinatorTables>;
  readonly catalogue: SagaCatalogue;
  /** Rows that say who takes part. Default: none. */
  readonly participants?: Pick<Participants, 'upTo'>;
  /** Milliseconds since 1970 UTC. */
  readonly clock: () => number;
}

/** Says that there is no such instance. */
export const unknownSaga = (): Problem => new Problem(404, 'There is no saga of this name with this conversation');

/** GET /v1/sagas and GET /v1/sagas/:saga/:conversation. */
export const readingRoutes = (app: FastifyInstance, options: ReadingRoutesOptions): void => {
  const { db, catalogue, participants, clock } = options;
  app.get('/v1/sagas', { schema: listDescription }, async (request) => {
    const { sagas, next } = await listSagas(db, readPageRequest(request.query), clock());
    return { sagas, next: next === undefined ? null : cursorOf(next) };
  });

  app.get('/v1/sagas/:saga/:conversation', { schema: showDescription }, async ({ params }) => {
    // The route has both parameters in its path.
    const { saga, conversation } = params as { readonly saga: string; readonly conversation: string };
    const stored = await readSaga(db, { saga, conversationId: conversation });
    if (stored === undefined) throw unknownSaga();
    return describeSaga(stored, catalogue, await participants?.upTo(stored.summary.startedMs, db));
  });
};

const listDescription = {
  tags: ['sagas'],
  summary: 'Instances by status, age, step and business key',
  querystring: listQuery,
  response: { 200: pageSchema, ...problems(400, 401, 503) },
};

const showDescription = {
  tags: ['sagas'],
  summary: 'One instance with its facts',
  params: sagaParams,
  response: { 200: detailSchema, ...problems(401, 404, 503) },
};
