import { idempotencyHeaders, idempotencyKeyOf, Problem, traceOfRequest } from '@troupe/agent-sdk/http';
import type { FastifyInstance } from 'fastify';
import type { InstanceKey } from '../engine/arrival.ts';
import type { SagaCatalogue } from '../engine/saga-catalogue.ts';
import type { Participants } from '../participants/participants.ts';
import { foresee, type Foreseen } from './foresee.ts';
import { findRequest, instruct, type AcceptedRequest, type InstructParts } from './instruct.ts';
import { instructionOf, MOST_INSTRUCTED, readInstruction, type InstructionRequest } from './instruction-request.ts';
import { acceptedSchema, foreseenSchema, instructionSchema } from './instruction-schemas.ts';
import { readSagas, selectSagas } from './read-sagas.ts';
import { problems } from './schemas.ts';

/** What the routes that instruct are made of. */
export interface InstructionRoutesOptions extends InstructParts {
  readonly catalogue: SagaCatalogue;
  /** Who takes part besides. Default: nobody. */
  readonly participants?: Pick<Participants, 'upTo'>;
}

const selected = async (
  { where, expect }: InstructionRequest,
  { db, clock }: InstructionRoutesOptions,
): Promise<readonly InstanceKey[]> => {
  const keys = await selectSagas(db, where, { nowMs: clock(), most: MOST_INSTRUCTED });
  if (keys === undefined)
    throw new Problem(
      409,
      `More than ${MOST_INSTRUCTED} sagas are meant: narrow down which, and go through them in parts`,
    );
  if (keys.length === 0) throw new Problem(404, 'No saga is meant: nothing fits all of `where`');
  if (expect !== undefined && keys.length !== expect)
    throw new Problem(409, `${keys.length} sagas are meant, and ${expect} were expected: look at them again`);
  return keys;
};

const foreseeAll = async (
  request: InstructionRequest,
  keys: readonly InstanceKey[],
  { db, catalogue, participants, clock }: InstructionRoutesOptions,
): Promise<readonly Foreseen[]> => {
  const foreseen: Foreseen[] = [];
  for await (const some of readSagas(db, keys))
    for (const stored of some) {
      const rows = await participants?.upTo(stored.summary.startedMs, db);
      const draft = instructionOf(stored.row.saga, request.draft);
      foreseen.push(foresee(stored, draft, { catalogue, participants: rows, nowMs: clock() }));
    }
  return foreseen;
};

const repeated = ({ fingerprint, instances }: AcceptedRequest, request: InstructionRequest): object => {
  if (fingerprint !== request.fingerprint)
    throw new Problem(422, 'This Idempotency-Key was used for another request: take a new key for another body');
  return { status: 'accepted', count: instances };
};

/** POST /v1/instructions: what would come of it, or, with `dryRun: false`, the instructions themselves. */
export const instructionRoutes = (app: FastifyInstance, options: InstructionRoutesOptions): void => {
  app.post('/v1/instructions', { schema: description }, async (http, reply) => {
    const request = readInstruction(http.body);
    if (request.dryRun) {
      const instructions = await foreseeAll(request, await selected(request, options), options);
      return { count: instructions.length, instructions };
    }
    const key = idempotencyKeyOf(http);
    reply.status(202);
    const earlier = await findRequest(options.db, key);
    if (earlier !== undefined) return repeated(earlier, request);
    const instances = await selected(request, options);
    const isFirst = await instruct({ key, request, instances, trace: traceOfRequest(http) }, options);
    const accepted = isFirst ? undefined : await findRequest(options.db, key);
    return repeated(accepted ?? { fingerprint: request.fingerprint, instances: instances.length }, request);
  });
};

const description = {
  tags: ['instructions'],
  summary: 'Pause, resume, cancel, retry a step, re-trigger, force: one or many',
  description:
    'A dry run unless it is told otherwise: it says what would become of each, and their number. The real run takes that ' +
    'number as `expect`, and an Idempotency-Key. Each instruction is an event of its conversation (saga.instructed), judged ' +
    'in the order of the log; what became of it is in the facts of the saga.',
  headers: { ...idempotencyHeaders, required: [] },
  body: instructionSchema,
  response: { 200: foreseenSchema, 202: acceptedSchema, ...problems(400, 401, 404, 409, 413, 415, 422, 503) },
};
