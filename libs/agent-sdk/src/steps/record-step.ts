import type { ModelAnswer, ModelCall } from '@troupe/observability';
import type { PureContext } from '../agent-context.ts';

/** What the function that asks is given. */
export interface AskContext {
  /**
   * The same whenever this step of this event is asked, and of no other: send it to a provider that honours such keys, so
   * that a second asking has no second effect.
   */
  readonly idempotencyKey: string;
  /** Aborted when the event is handed to another instance. */
  readonly signal: AbortSignal;
  /** Tells the trace what the answer cost and who gave it; of a step with `model`, where there is tracing. */
  readonly answered: (answer: ModelAnswer) => void;
}

/** Asks a model, a tool or a person's inbox. What it throws is known to have no answer. */
export type Ask<Answer> = (context: AskContext) => Answer | Promise<Answer>;

/** How a step is recorded. */
export interface StepOptions {
  /**
   * Whether it may be asked once more after a process died between asking and storing the answer, so that nobody knows
   * whether it had an effect. False for what has effects and honours no key. Default true.
   */
  readonly askAgain?: boolean;
  /** The model that is asked: its asking gets a span with `gen_ai.*` attributes. */
  readonly model?: ModelCall;
}

/**
 * Asks once and remembers: stores what `ask` answers under (agent, event, name) before it is used, and gives what is
 * stored whenever the event is handled again, by whoever, with whatever code. The answer is a copy by way of JSON, of at
 * most 1,000,000 bytes.
 * @throws TroupeError STEP_INVALID: a name used twice, an answer that JSON cannot hold or that is too large ·
 * STEP_UNCERTAIN: askings died as often as is allowed · TRANSACTION_OPEN · TASK_ABORTED · what `ask` threw
 */
export type RecordStep = <Answer>(name: string, ask: Ask<Answer>, options?: StepOptions) => Promise<Answer>;

/** What `prepare` is given besides the event: no transaction is open yet, so it may wait for anything. */
export interface PrepareContext extends PureContext {
  readonly record: RecordStep;
}
