import { randomUUID } from 'node:crypto';
import { TroupeError } from '@troupe/contracts';
import { refuseInsideTransaction } from '@troupe/database';
import { inSpan, type Tracing } from '@troupe/observability';
import type { Logger } from 'pino';
import { isSpending, spendingOf } from '../budget/account.ts';
import type { Exhaustion } from '../budget/exhaustion.ts';
import { askStep } from './ask-step.ts';
import type { Asking, PaidSteps } from './payments.ts';
import type { Ask, PaidAnswer, PaidStepOptions, RecordStep, StepOptions } from './record-step.ts';
import type { StepInput } from './step-store.ts';

/** What records the steps of one handling of one event. */
export interface Recorder {
  readonly record: RecordStep;
  /** What of the conversation's account turned out to be used up. */
  readonly exhausted: readonly Exhaustion[];
  /** From now on nothing can be recorded: the decision is about to be made. */
  close(): void;
}

/** What a recorder is made of. */
export interface RecorderParts {
  readonly agent: string;
  readonly conversationId: string;
  readonly input: StepInput;
  readonly steps: PaidSteps;
  readonly signal: AbortSignal;
  readonly log: Logger;
  /** Waits; rejects when the signal aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Tries a statement again for as long as the database is away. */
  readonly patiently: <T>(run: () => Promise<T>) => Promise<T>;
  readonly tracing?: Tracing;
}

const LONGEST_NAME = 100;

/** The first asking, and one more after it died. */
const ASKINGS = 2;
const MANY_ASKINGS = 10;

const mostAskings = ({ askAgain = true }: StepOptions): number => {
  if (askAgain === 'often') return MANY_ASKINGS;
  return askAgain ? ASKINGS : 1;
};

const refuse = (name: string, why: string): never => {
  throw new TroupeError('STEP_INVALID', `Step '${name}' cannot be recorded: ${why}`, { details: { step: name } });
};

const askingOf = (name: string, options: StepOptions | PaidStepOptions, parts: RecorderParts): Asking => {
  const { agent, conversationId, input } = parts;
  const id = randomUUID();
  const asking = {
    key: { agent, ...input, step: name },
    id,
    most: mostAskings(options),
    ...(options.model && { model: options.model }),
  };
  if (!('upTo' in options)) return asking;
  const upTo = spendingOf(options.upTo);
  if (!isSpending(upTo)) refuse(name, 'upTo is whole numbers from 0: money in millionths');
  return { ...asking, lease: { id, conversationId, agent, upTo } };
};

/** The two ways to call `record`, as one: a step that costs nothing used nothing. */
const paying = (given: StepOptions | Ask<PaidAnswer<unknown>>, ask: Ask<unknown> | StepOptions | undefined) =>
  typeof given === 'function'
    ? {
        options: (ask ?? {}) as StepOptions,
        ask: (async (context) => ({ answer: await given(context), used: {} })) satisfies Ask<PaidAnswer<unknown>>,
      }
    : { options: given, ask: ask as Ask<PaidAnswer<unknown>> };

/** Records the steps of one handling of one event. */
export const createRecorder = (parts: RecorderParts): Recorder => {
  const names = new Set<string>();
  const exhausted: Exhaustion[] = [];
  let open = true;
  const claim = (name: string): void => {
    refuseInsideTransaction(`Step '${name}' was asked`);
    if (name === '' || name.length > LONGEST_NAME) refuse(name, `a name has 1 to ${LONGEST_NAME} characters`);
    if (names.has(name)) refuse(name, 'another step of this event has that name: give each its own');
    if (!open) refuse(name, 'its event is already being decided: await every step inside of prepare');
    names.add(name);
  };
  const record = async (
    name: string,
    given: StepOptions | Ask<PaidAnswer<unknown>>,
    rest?: Ask<PaidAnswer<unknown>> | StepOptions,
  ): Promise<unknown> => {
    claim(name);
    const { options, ask } = paying(given, rest);
    const asking = askingOf(name, options, parts);
    const span = parts.tracing?.open(`step ${name}`, { attributes: { 'troupe.step.name': name } });
    const exhaust = (exhaustion: Exhaustion): void => void exhausted.push(exhaustion);
    return inSpan(span, () => askStep(asking, ask, { ...parts, exhaust }));
  };
  // What is stored under a name is what a function under this name answered: JSON gives it back as it was.
  return { record, exhausted, close: () => void (open = false) };
};
