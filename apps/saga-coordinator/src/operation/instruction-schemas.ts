import { SAGA_STATUSES } from '@troupe/saga';
import { ACTIONS, FORCED_OUTCOMES, MOST_INSTRUCTED } from './instruction-request.ts';
import { filterProperties } from './schemas.ts';

const text = (description: string) => ({ type: 'string', description });

/** The body of a request. */
export const instructionSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['action', 'where', 'reason', 'by'],
  properties: {
    action: { type: 'string', enum: ACTIONS },
    where: {
      type: 'object',
      additionalProperties: false,
      minProperties: 1,
      properties: filterProperties,
      description: `Which instances are meant, ${MOST_INSTRUCTED} at most; all of it must fit`,
    },
    step: text('With retry: the step whose participant is asked again'),
    outcome: { type: 'string', enum: FORCED_OUTCOMES, description: 'With force' },
    reason: text('Why; it is kept with the event'),
    by: text('Who says so'),
    dryRun: { type: 'boolean', default: true, description: 'Says what would happen, and writes nothing' },
    expect: {
      type: 'integer',
      minimum: 1,
      maximum: MOST_INSTRUCTED,
      description: 'How many are meant, as the dry run said; needed for the real run',
    },
  },
};

const oneSchema = {
  type: 'object',
  properties: {
    saga: { type: 'string' },
    conversation: { type: 'string' },
    result: { type: 'string', enum: ['applied', 'refused'] },
    why: { type: ['string', 'null'], description: 'Why it would be refused' },
    status: { type: 'string', enum: SAGA_STATUSES },
    after: { type: 'string', enum: SAGA_STATUSES, description: 'Where it would stand' },
    publishes: { type: 'array', items: { type: 'string' }, description: 'Event types, in this order' },
  },
};

const count = { type: 'integer', minimum: 0, description: 'How many are meant' };

/** What a dry run says. */
export const foreseenSchema = {
  type: 'object',
  properties: { count, instructions: { type: 'array', items: oneSchema } },
};

/** What the real run says. */
export const acceptedSchema = {
  type: 'object',
  description: 'Kept durably; the events are published from there',
  properties: { status: { const: 'accepted' }, count },
};
