import { problemsIn } from '@troupe/agent-sdk/http';
import { SAGA_STATUSES } from '@troupe/saga';

/** A value in the interface's description. What is accepted is decided by the code that reads it, which tells more. */
export interface Described {
  readonly type: string;
  readonly description: string;
  readonly minimum?: number;
}

/** A text. */
export const text = (description: string): Described => ({ type: 'string', description });
/** A whole number from 0. */
export const count = (description: string): Described => ({ type: 'integer', minimum: 0, description });
/** A moment. */
export const time = (description: string): Described => count(`${description}, in milliseconds since 1970 UTC`);
/** The same, or null. */
export const maybe = ({ type, ...rest }: Described): object => ({ ...rest, type: [type, 'null'] });

/** The refusals of a route, by status. */
export const problems = problemsIn({
  400: 'Something in the request does not fit: each field is named',
  401: 'The token is missing or wrong',
  404: 'There is no such saga',
  409: 'There are more or fewer than were expected, or too many: nothing was kept',
  413: 'The body is larger than 1 MiB',
  415: 'The body is not JSON',
  422: 'The idempotency key was used for another request, or what was asked for would be refused',
  503: 'A server is away and the outcome may be unknown: send the same again after Retry-After',
});

/** Which instances are meant; all of it must fit. */
export const filterProperties = {
  saga: text('Its name'),
  status: { type: 'string', enum: SAGA_STATUSES },
  step: text('A step of which something is expected'),
  key: text('The business key'),
  conversation: text('The id of its conversation'),
  olderThan: text("Started so long ago, or longer, such as '10m'"),
  youngerThan: text('Started no longer ago than this'),
};

/** The query of a list. */
export const listQuery = {
  type: 'object',
  properties: {
    ...filterProperties,
    limit: { type: 'integer', minimum: 1, maximum: 500, default: 50 },
    order: { type: 'string', enum: ['oldest', 'newest'], default: 'oldest' },
    after: text('`next` of the page before'),
  },
};

const summaryProperties = {
  saga: text('Its name'),
  conversation: text('The id of its conversation'),
  version: text('Of the definition that it began with'),
  status: { type: 'string', enum: SAGA_STATUSES },
  outcome: maybe(text('completed, rejected or cancelled, as soon as that is known')),
  key: maybe(text('What people know it by, if its definition says so')),
  openSteps: { type: 'array', items: { type: 'string' }, description: 'Steps of which something is expected' },
  facts: count('Events that it has read, and deadlines that passed'),
  startedMs: time('When the log took the event that started it'),
  changedMs: time('When it changed last'),
  dueMs: maybe(time('Its next deadline')),
};

/** A page of instances. */
export const pageSchema = {
  type: 'object',
  properties: {
    sagas: { type: 'array', items: { type: 'object', properties: summaryProperties } },
    next: maybe(text('Ask with ?after= this for the next page; a short page need not be the last')),
  },
};

const entrySchema = {
  type: 'object',
  properties: {
    atMs: time('When the log took the event, the deadline passed, or the decision was taken'),
    kind: { type: 'string', enum: ['event', 'timer', 'decision'] },
    what: text('The event type, the step whose deadline passed, or the decision'),
    id: { type: 'string' },
    changed: { type: 'array', items: { type: 'string' }, description: 'In words; empty for what changed nothing' },
    data: {},
  },
};

const awaitedSchema = {
  type: 'object',
  properties: {
    step: { type: 'string' },
    events: { type: 'array', items: { type: 'string' }, description: 'Any of these' },
    dueMs: maybe(time('Until when')),
    held: {
      type: ['object', 'null'],
      description: 'What its agent holds among its dead letters',
      properties: {
        agent: text('Who holds it'),
        type: text('The type of the event that is held'),
        code: text('Why: the code of the error, or what it waits for'),
        letter: text('The id of the dead letter'),
        sinceMs: time('Since when'),
      },
    },
  },
};

/** One instance with its facts. */
export const detailSchema = {
  type: 'object',
  properties: {
    ...summaryProperties,
    partition: count('Of its conversation'),
    awaits: { type: ['array', 'null'], items: awaitedSchema, description: 'null: its version is not known here' },
    timeline: { type: ['array', 'null'], items: entrySchema, description: 'Its facts, in the order of the log' },
  },
};

/** The parameters of the paths below an instance. */
export const sagaParams = {
  type: 'object',
  required: ['saga', 'conversation'],
  properties: { saga: text('Its name'), conversation: text('The id of its conversation') },
};
