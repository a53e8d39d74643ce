import type { ModelAnswer, ModelCall } from '@troupe/observability';
import type { PureContext } from '../agent-context.ts';
import type { Spending } from '../budget/account.ts';

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
   * whether it had an effect. False for what has effects and honours no key; `often`, up to ten times, for what only
   * computes: nobody minds how often, but an input that ends every process has to end, too. Default true.
   */
  readonly askAgain?: boolean | 'often';
  /** The model that is asked: its asking gets a span with `gen_ai.*` attributes. */
  readonly model?: ModelCall;
}

/** How a step is recorded that uses up tokens or money. */
export interface PaidStepOptions extends StepOptions {
  /** What one asking comes to at most. It is leased from the conversation's account before it is asked. */
  readonly upTo: Partial<Spending>;
}

/** An answer, and what it came to. */
export interface PaidAnswer<Answer> {
  readonly answer: Answer;
  readonly used: Partial<Spending>;
}

/**
 * Asks once and remembers: stores what `ask` answers under (agent, event, name) before it is used, and gives what is
 * stored whenever the event is handled again, by whoever, with whatever code. The answer is a copy by way of JSON, of at
 * most 1,000,000 bytes. With `upTo` the conversation pays for it: `ask` says what it used, and what it throws costs all
 * that was leased unless it is an `AskFailed` that says otherwise.
 * @throws TroupeError STEP_INVALID: a name used twice, an answer that JSON cannot hold or that is too large ·
 * STEP_UNCERTAIN: askings died as often as is allowed · BUDGET_EXHAUSTED: less is left than `upTo` · TRANSACTION_OPEN ·
 * TASK_ABORTED · what `ask` threw
 */
export interface RecordStep {
  <Answer>(name: string, ask: Ask<Answer>, options?: StepOptions): Promise<Answer>;
  <Answer>(name: string, options: PaidStepOptions, ask: Ask<PaidAnswer<Answer>>): Promise<Answer>;
}

/** What `prepare` is given besides the event: no transaction is open yet, so it may wait for anything. */
export interface PrepareContext extends PureContext {
  readonly record: RecordStep;
  /**
   * Tells whoever follows the conversation at this moment something of a moment: that somebody types, the next words of an
   * answer. It is in no log, neither waits nor throws, and goes again when the event is prepared again: nothing may depend
   * on it. Returns false when it is known to be lost.
   */
  readonly emit: (kind: string, data: unknown) => boolean;
}

/** Says that there is no answer, and what asking for it came to. */
export class AskFailed extends Error {
  override readonly name = 'AskFailed';
  readonly used: Partial<Spending>;

  constructor(message: string, { used, cause }: { readonly used: Partial<Spending>; readonly cause?: unknown }) {
    super(message, { cause });
    this.used = used;
  }
}
