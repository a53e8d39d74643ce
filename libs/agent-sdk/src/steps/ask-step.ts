import { stepKey, TroupeError } from '@troupe/contracts';
import { withModelSpan } from '@troupe/observability';
import { isSpending, NOTHING, spendingOf, type Spending } from '../budget/account.ts';
import { budgetExhausted, type Exhaustion } from '../budget/exhaustion.ts';
import type { RecorderParts } from './create-recorder.ts';
import { usedBy, type Asking } from './payments.ts';
import type { Ask, AskContext, PaidAnswer } from './record-step.ts';
import { answerFrom, answerToJson } from './step-answer.ts';
import type { Begun, StepKey } from './step-store.ts';

/** What asking takes. */
export interface AskParts extends Omit<RecorderParts, 'agent' | 'conversationId' | 'input'> {
  /** Told what turned out to be used up. */
  readonly exhaust: (exhaustion: Exhaustion) => void;
}

/** How long to wait before a lease is asked for again that others stand in the way of. */
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 2_000;

const uncertain = ({ step, inputId }: StepKey, asked: number): TroupeError =>
  new TroupeError(
    'STEP_UNCERTAIN',
    `Step '${step}' of ${inputId} was asked ${asked} times and each time the process died before the answer was ` +
      'stored: find out whether it had an effect',
    { details: { step, inputId, asked } },
  );

const handedOver = (): TroupeError =>
  new TroupeError('TASK_ABORTED', 'The partition was handed over while a step was asked');

/** Rejects when the event is handed over, however long `ask` goes on. */
const untilAborted = async <T>(signal: AbortSignal, ask: () => T | Promise<T>): Promise<T> => {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(handedOver());
  signal.addEventListener('abort', abort, { once: true });
  try {
    if (signal.aborted) throw handedOver();
    return await Promise.race([ask(), promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
};

/** Notes the asking and takes its lease, as soon as others have given back enough of theirs. */
const beginInTurn = async (asking: Asking, parts: AskParts): Promise<Begun> => {
  const { steps, patiently, signal, wait, log, exhaust } = parts;
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)) {
    const begun = await patiently(() => steps.begin(asking));
    if (begun.kind === 'exhausted') {
      const { resource, limit, spent } = begun;
      exhaust({ resource, limit, spent });
      throw budgetExhausted(
        { resource, limit, spent },
        `Step '${asking.key.step}' may need more ${resource} than its conversation has left: ${spent} of ${limit} are spent`,
      );
    }
    if (begun.kind !== 'wait') return begun;
    log.debug({ step: asking.key.step }, 'waiting for what others have leased');
    await wait(waitMs, signal);
  }
};

/** Renews a lease for as long as its asking goes on. */
const holding = async <T>({ lease }: Asking, { steps, log }: AskParts, run: () => Promise<T>): Promise<T> => {
  if (lease === undefined) return run();
  const renew = (): void =>
    void steps.renew(lease).catch((error: unknown) => log.warn({ err: error }, 'a lease could not be renewed'));
  const timer = setInterval(renew, steps.leaseMs / 3).unref();
  try {
    return await run();
  } finally {
    clearInterval(timer);
  }
};

interface Outcome {
  readonly json: string;
  readonly used: Spending;
}

/** What the caller says that it used; all that was leased, if that is no amount. */
const checkedUse = ({ key, lease }: Asking, { used }: PaidAnswer<unknown>): Spending => {
  const spending = spendingOf(used);
  if (isSpending(spending)) return spending;
  const details = { step: key.step };
  throw new TroupeError('STEP_INVALID', `Step '${key.step}' says that it used ${JSON.stringify(used)} of ${JSON.stringify(lease?.upTo)}: whole numbers from 0, money in millionths`, { details }); // prettier-ignore
};

/** Asks, and settles when there is no answer. */
const outcomeOf = async (asking: Asking, ask: Ask<PaidAnswer<unknown>>, parts: AskParts): Promise<Outcome> => {
  const { steps, signal, patiently, tracing } = parts;
  const { key, lease, model } = asking;
  const idempotencyKey = stepKey(key.agent, key.inputId, key.step);
  const traced = (answered: AskContext['answered']) =>
    untilAborted(signal, () => ask({ idempotencyKey, signal, answered }));
  let used = lease?.upTo ?? NOTHING;
  try {
    const paid = await holding(asking, parts, () =>
      model === undefined ? traced(() => undefined) : withModelSpan(tracing, model, traced),
    );
    used = checkedUse(asking, paid);
    return { json: answerToJson(key.step, paid.answer), used };
  } catch (error) {
    // Given up in the middle, nobody knows what it came to: it counts as an asking that died, and its lease as spent.
    if (!signal.aborted) await patiently(() => steps.fail(asking, usedBy(error) ?? used));
    throw error;
  }
};

/**
 * Gives the stored answer of a step, or asks and stores it.
 * @throws TroupeError STEP_UNCERTAIN · STEP_INVALID · BUDGET_EXHAUSTED · TASK_ABORTED · what `ask` threw
 */
export const askStep = async (asking: Asking, ask: Ask<PaidAnswer<unknown>>, parts: AskParts): Promise<unknown> => {
  const { steps } = parts;
  const begun = await beginInTurn(asking, parts);
  if (begun.kind === 'uncertain') throw uncertain(asking.key, begun.lost.length);
  if (begun.kind === 'answered') return answerFrom(begun.stored);
  try {
    return await askAndStore(asking, ask, parts);
  } finally {
    steps.over(asking);
  }
};

const askAndStore = async (asking: Asking, ask: Ask<PaidAnswer<unknown>>, parts: AskParts): Promise<unknown> => {
  const { steps, patiently, log } = parts;
  const { json, used } = await outcomeOf(asking, ask, parts);
  const { upTo } = asking.lease ?? { upTo: used };
  if (used.tokens > upTo.tokens || used.moneyMicros > upTo.moneyMicros)
    log.warn({ step: asking.key.step, used, upTo }, 'a step used more than it had leased: all of it is charged');
  return answerFrom(await patiently(() => steps.answer(asking, json, used)));
};
