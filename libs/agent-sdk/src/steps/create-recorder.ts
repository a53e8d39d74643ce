import { randomUUID } from 'node:crypto';
import { stepKey, TroupeError } from '@troupe/contracts';
import { refuseInsideTransaction } from '@troupe/database';
import { inSpan, withModelSpan, type Tracing } from '@troupe/observability';
import type { Ask, RecordStep, StepOptions } from './record-step.ts';
import { answerFrom, answerToJson } from './step-answer.ts';
import type { StepInput, StepKey, StepStore } from './step-store.ts';

/** What records the steps of one handling of one event. */
export interface Recorder {
  readonly record: RecordStep;
  /** From now on nothing can be recorded: the decision is about to be made. */
  close(): void;
}

/** What a recorder is made of. */
export interface RecorderParts {
  readonly agent: string;
  readonly input: StepInput;
  readonly store: StepStore;
  readonly signal: AbortSignal;
  /** Tries a statement again for as long as the database is away. */
  readonly patiently: <T>(run: () => Promise<T>) => Promise<T>;
  readonly tracing?: Tracing;
}

const LONGEST_NAME = 100;

/** The first asking, and one more after it died. */
const ASKINGS = 2;

const refuse = (name: string, why: string): never => {
  throw new TroupeError('STEP_INVALID', `Step '${name}' cannot be recorded: ${why}`, { details: { step: name } });
};

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

/** One asking that is about to be made. */
interface Asking extends StepOptions {
  readonly id: string;
  readonly ask: Ask<unknown>;
}

const askTraced = (key: StepKey, { ask, model }: Asking, { signal, tracing }: RecorderParts): Promise<unknown> => {
  const idempotencyKey = stepKey(key.agent, key.inputId, key.step);
  const asked = (answered: Parameters<typeof ask>[0]['answered']) =>
    untilAborted(signal, () => ask({ idempotencyKey, signal, answered }));
  return model === undefined ? asked(() => undefined) : withModelSpan(tracing, model, asked);
};

const askAndStore = async (key: StepKey, asking: Asking, parts: RecorderParts): Promise<unknown> => {
  const { store, signal, patiently } = parts;
  let json: string;
  try {
    json = answerToJson(key.step, await askTraced(key, asking, parts));
  } catch (error) {
    // Given up in the middle, nobody knows what it came to: it counts as an asking that died.
    if (!signal.aborted) await patiently(() => store.fail(key, asking.id));
    throw error;
  }
  return patiently(() => store.answer(key, asking.id, json));
};

const runStep = async (key: StepKey, ask: Ask<unknown>, options: StepOptions, parts: RecorderParts) => {
  const { store, patiently } = parts;
  const asking = { ...options, ask, id: randomUUID() };
  const most = options.askAgain === false ? 1 : ASKINGS;
  const begun = await patiently(() => store.begin(key, asking.id, most));
  if (begun.kind === 'uncertain') throw uncertain(key, begun.lost.length);
  return answerFrom(begun.kind === 'answered' ? begun.stored : await askAndStore(key, asking, parts));
};

/** Records the steps of one handling of one event. */
export const createRecorder = (parts: RecorderParts): Recorder => {
  const { agent, input, tracing } = parts;
  const names = new Set<string>();
  let open = true;
  const claim = (name: string): void => {
    refuseInsideTransaction(`Step '${name}' was asked`);
    if (name === '' || name.length > LONGEST_NAME) refuse(name, `a name has 1 to ${LONGEST_NAME} characters`);
    if (names.has(name)) refuse(name, 'another step of this event has that name: give each its own');
    if (!open) refuse(name, 'its event is already being decided: await every step inside of prepare');
    names.add(name);
  };
  const record: RecordStep = async <Answer>(name: string, ask: Ask<Answer>, options: StepOptions = {}) => {
    claim(name);
    const span = tracing?.open(`step ${name}`, { attributes: { 'troupe.step.name': name } });
    const key = { agent, ...input, step: name };
    // What is stored under this name is what a function under this name answered: JSON gives it back as it was.
    return (await inSpan(span, () => runStep(key, ask, options, parts))) as Answer;
  };
  return { record, close: () => void (open = false) };
};
