import { systemTiming, waitBy } from '@troupe/contracts';
import type { SignalSender } from '@troupe/database';
import type { Tracing } from '@troupe/observability';
import type { PureContext } from '../agent-context.ts';
import { GaveUp, withAttempts, type AttemptOptions } from '../delivery/attempts.ts';
import type { Exhaustion } from '../budget/exhaustion.ts';
import { whileThere } from '../join/while-there.ts';
import { createRecorder, type Recorder } from './create-recorder.ts';
import type { PaidSteps } from './payments.ts';
import type { PrepareContext } from './record-step.ts';
import type { StepInput } from './step-store.ts';

/** What `prepare` resolved to. */
export interface Ready {
  readonly prepared: unknown;
  /** What of the conversation's account turned out to be used up meanwhile. */
  readonly exhausted: readonly Exhaustion[];
}

/** What is prepared. */
export interface StepSubject {
  /** What will be decided. */
  readonly decision: StepInput & { readonly conversationId: string };
  /** The id that steps are recorded under. Default: that of the decision. */
  readonly recordUnder?: string;
  /** The time that they are filed by: the same for every decision that shares them. Default: that of the decision. */
  readonly recordTimeMs?: number;
}

/** Does what comes before a decision. */
export interface Steps {
  /** Runs `prepare` with what records its steps, outside of any transaction. */
  prepare(subject: StepSubject, context: PureContext, prepare: (context: PrepareContext) => unknown): Promise<Ready>;
}

/** What steps are made of. */
export interface StepsParts {
  readonly agent: string;
  readonly steps: PaidSteps;
  /** How a statement is tried again; waiting for a database that is away is no attempt. */
  readonly attempts: (context: PureContext) => AttemptOptions;
  readonly tracing?: Tracing;
  /** Absent: what is emitted is lost. */
  readonly signals?: Pick<SignalSender, 'emit'>;
}

/** A statement again, for as long as the database is away: what was answered and paid for is not to be lost over that. */
const patientlyWith = (options: AttemptOptions): (<T>(run: () => Promise<T>) => Promise<T>) => {
  return async (run) => {
    try {
      return await withAttempts(() => whileThere(run), options);
    } catch (error) {
      throw error instanceof GaveUp ? error.reason : error;
    }
  };
};

const runPrepare = async (
  recorder: Recorder,
  { log, signal, emit }: Omit<PrepareContext, 'record'>,
  run: (context: PrepareContext) => unknown,
) => {
  try {
    return { prepared: await run({ log, signal, emit, record: recorder.record }), exhausted: recorder.exhausted };
  } finally {
    recorder.close();
  }
};

/** Steps over the tables of an agent's own schema. */
export const createSteps = ({ agent, steps, attempts, tracing, signals }: StepsParts): Steps => ({
  prepare: async ({ decision: { inputId, inputTimeMs, conversationId }, ...recorded }, context, run) => {
    const { recordUnder = inputId, recordTimeMs = inputTimeMs } = recorded;
    const options = attempts(context);
    const patiently = patientlyWith(options);
    const input = { inputId: recordUnder, inputTimeMs: recordTimeMs };
    const { wait = waitBy(systemTiming) } = options;
    const { log, signal } = context;
    const common = { agent, conversationId, input, steps, log, signal, wait, patiently };
    const recorder = createRecorder({ ...common, ...(tracing && { tracing }) });
    const emit: PrepareContext['emit'] = (kind, data) => signals?.emit(conversationId, kind, data) ?? false;
    return runPrepare(recorder, { log, signal, emit }, run);
  },
});
