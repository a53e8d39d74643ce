import { createHash } from 'node:crypto';
import { SagaInstructed, type Draft, type SagaInstructedInput } from '@troupe/contracts';
import { z } from 'zod';
import { filterShape, readAs, type SagaFilter } from './filter.ts';

/** What an operator can say; each is an event of the instances that are meant. */
export const ACTIONS = ['pause', 'resume', 'cancel', 'retry', 'retrigger', 'force'] as const;

/** How a saga can be made to come out. */
export const FORCED_OUTCOMES = ['completed', 'rejected'] as const;

/** Instances that one request can be about. */
export const MOST_INSTRUCTED = 10_000;

const text = (most: number) =>
  z.string().trim().min(1, 'must not be empty').max(most, `must not be longer than ${most} characters`);

const ageAsGiven = z.string().max(50);

const body = z
  .strictObject({
    action: z.enum(ACTIONS, `must be one of ${ACTIONS.join(', ')}`),
    where: z
      .strictObject({ ...filterShape, olderThan: ageAsGiven.optional(), youngerThan: ageAsGiven.optional() })
      .refine((filter) => Object.keys(filter).length > 0, 'must say which sagas are meant'),
    step: text(200).optional(),
    outcome: z.enum(FORCED_OUTCOMES, `must be one of ${FORCED_OUTCOMES.join(', ')}`).optional(),
    reason: text(1_000),
    by: text(200),
    dryRun: z.boolean('must be true or false').default(true),
    expect: z.int('must be a whole number').min(1, 'must be at least 1').max(MOST_INSTRUCTED).optional(),
  })
  .superRefine(({ action, step, outcome, dryRun, expect }, { addIssue }) => {
    const say = (field: string, message: string): void =>
      addIssue({ code: 'custom', path: [field], message, input: undefined });
    if ((action === 'retry') !== (step !== undefined))
      say('step', action === 'retry' ? 'is missing: which step is retried?' : 'goes with retry alone');
    if ((action === 'force') !== (outcome !== undefined))
      say('outcome', action === 'force' ? 'is missing: completed or rejected?' : 'goes with force alone');
    if (!dryRun && expect === undefined) say('expect', 'is missing: how many did the dry run say?');
  });

/** What an operator asks for. */
export interface InstructionRequest {
  readonly draft: Omit<SagaInstructedInput, 'saga'>;
  readonly where: SagaFilter;
  readonly dryRun: boolean;
  /** How many instances are meant: no more and no fewer are instructed. */
  readonly expect: number | undefined;
  /** The same for the same request. */
  readonly fingerprint: string;
}

const filter = z.strictObject(filterShape);

/** Reads the body of a request. @throws Problem 400 naming every field that does not fit */
export const readInstruction = (given: unknown): InstructionRequest => {
  const read = readAs(body, given);
  const { action, where, step = null, outcome = null, reason, by, dryRun, expect } = read;
  return {
    draft: { action, step, outcome, reason, by },
    where: readAs(z.object({ where: filter }), { where }).where,
    dryRun,
    expect,
    fingerprint: createHash('sha256')
      .update(JSON.stringify({ ...read, dryRun: null, expect: null }))
      .digest('hex'),
  };
};

/** The event that an instance is told by. */
export const instructionOf = (saga: string, draft: InstructionRequest['draft']): Draft =>
  SagaInstructed({ saga, ...draft });
