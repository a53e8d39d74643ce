import { Problem } from '@troupe/agent-sdk/http';
import { isDuration, TroupeError, type Duration } from '@troupe/contracts';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { makeParticipant, readRecords, type ParticipantDesk } from '../participants/make-participant.ts';
import { summaryOf } from '../participants/participant-summary.ts';
import { readAs } from './filter.ts';
import { count, maybe, problems, text, time } from './schemas.ts';

/** What the routes about participants are made of. */
export interface ParticipantRoutesOptions {
  /** Absent: there are no such routes. */
  readonly desk?: ParticipantDesk;
}

const MOST_EVENTS = 20;

const word = z.string().trim().min(1, 'must not be empty').max(200, 'must not be longer than 200 characters');
const within = z
  .string()
  .refine(isDuration, "must be a duration longer than nothing, such as '20s'")
  // Checked just now.
  .transform((written) => written as Duration);
const moment = z.iso
  .datetime({ offset: true, error: 'must be a time with its zone, such as 2026-12-01T00:00:00Z' })
  .transform((written) => Date.parse(written));

const common = {
  saga: word,
  step: word,
  when: word.optional(),
  from: moment.optional(),
  by: word,
  reason: z.string().trim().min(1, 'must not be empty').max(1_000, 'must not be longer than 1,000 characters'),
};

const addition = z.strictObject({
  ...common,
  change: z.literal('added'),
  completedBy: word,
  failedBy: z.array(word).max(MOST_EVENTS).default([]),
  compensatedBy: word.optional(),
  within,
  optional: z.boolean().default(false),
  heldBy: word.optional(),
});

const order = z.discriminatedUnion('change', [
  addition,
  z.strictObject({ ...common, change: z.enum(['required', 'optional', 'removed']) }),
]);

const orderIn = (body: unknown) => {
  const { saga, step, when, from: fromMs, by, reason, ...rest } = readAs(order, body);
  const { change, ...added } = rest;
  return { saga, step, change, when, fromMs, by, reason, added: 'completedBy' in added ? added : undefined };
};

/** What an operator asked for and cannot have. */
const asProblem = (error: unknown): unknown =>
  TroupeError.is(error) && ['PARTICIPANT_REFUSED', 'SCHEMA_UNKNOWN'].includes(error.code)
    ? new Problem(422, error.message)
    : error;

/** GET and POST /v1/participants. */
export const participantRoutes = (app: FastifyInstance, { desk }: ParticipantRoutesOptions): void => {
  if (desk === undefined) return;
  app.get('/v1/participants', { schema: listDescription }, async ({ query }) => {
    const { saga } = readAs(z.strictObject({ saga: word.optional() }), query);
    return { participants: (await readRecords(desk.db, saga)).map(summaryOf) };
  });

  app.post('/v1/participants', { schema: makeDescription }, async ({ body }, reply) => {
    try {
      const made = await makeParticipant(orderIn(body), desk);
      return await reply.status(201).send(summaryOf(made));
    } catch (error) {
      throw asProblem(error);
    }
  });
};

const object = <Properties extends object>(properties: Properties) => ({ type: 'object', properties });
const list = (description: string) => ({ type: 'array', items: { type: 'string' }, description });

const change = { type: 'string', enum: ['added', 'required', 'optional', 'removed'] };

const addedProperties = {
  completedBy: text('The event type that completes it'),
  failedBy: list('Event types that are a no'),
  compensatedBy: maybe(text('The event type by which its part is undone')),
  withinMs: count('How long an answer may take'),
  optional: { type: 'boolean' },
  heldBy: maybe(text('The agent whose held events hold it up')),
};

const summarySchema = object({
  id: count('In the order in which they were made'),
  saga: text('Its name'),
  step: text('Its name'),
  change,
  when: maybe(text('Conversations that are meant; null: all')),
  fromMs: time('It concerns conversations whose start the log took later'),
  added: { ...object(addedProperties), type: ['object', 'null'] },
  by: text('Who made it'),
  reason: text('Why'),
  madeMs: time('When it was made'),
});

const listDescription = {
  tags: ['participants'],
  summary: 'Who takes part besides what the definitions say, as rows in the order in which they were made',
  querystring: object({ saga: text('Its name') }),
  response: {
    200: object({ participants: { type: 'array', items: summarySchema } }),
    ...problems(400, 401, 503),
  },
};

const makeDescription = {
  tags: ['participants'],
  summary: 'From some moment on, a step is added, required, optional or ends',
  body: object({
    ...{ saga: text('Its name'), step: text('Its name'), change },
    when: text('Conversations that are meant, such as totalMinor > 50000; default: all'),
    from: text(
      'It concerns conversations whose start the log takes later; at the earliest, and by default, in 30 s, unless SAGA_PARTICIPANT_MARGIN says otherwise',
    ),
    completedBy: addedProperties.completedBy,
    failedBy: addedProperties.failedBy,
    compensatedBy: addedProperties.compensatedBy,
    optional: addedProperties.optional,
    heldBy: text('The agent whose held events hold it up, such as credit-agent; default: nobody'),
    within: text("How long an answer may take, such as '20s'"),
    by: text('Who wants it'),
    reason: text('Why'),
  }),
  response: { 201: summarySchema, ...problems(400, 401, 413, 415, 422, 503) },
};
