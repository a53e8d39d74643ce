import {
  deadLetterOf,
  GaveUp,
  identify,
  readEvent,
  withAttempts,
  type AttemptOptions,
  type GroupCommit,
  type Outages,
  type Relay,
  type StoredDecision,
} from '@troupe/agent-sdk';
import { TroupeError, waitBy, type Timing } from '@troupe/contracts';
import { asUnavailable } from '@troupe/database';
import { traceIn, type Codec, type IncomingRecord, type Task } from '@troupe/messaging';
import { inSpan, logOfEvent, openProcessSpan, type Metrics, type OpenSpan, type Tracing } from '@troupe/observability';
import type { Logger } from 'pino';
import type { EventArrival } from './arrival.ts';
import { SOURCE } from './envelopes.ts';
import type { SagaBatches } from './saga-batches.ts';
import type { SagaCatalogue } from './saga-catalogue.ts';
import type { Holds } from './holds.ts';
import type { Settled } from './saga-transaction.ts';
import type { CoordinatorTables } from './tables.ts';
import { trailOf } from './trail.ts';
import { UnknownVersion } from './unknown-version.ts';

/** What the way of a record into the sagas is made of. */
export interface IntakeParts {
  readonly catalogue: SagaCatalogue;
  readonly codec: Codec;
  readonly batches: SagaBatches;
  /** Where dead letters are decided. */
  readonly commit: Pick<GroupCommit<CoordinatorTables>, 'decide'>;
  readonly relay: Pick<Relay, 'deliver'>;
  readonly outages: Outages;
  readonly holds: Holds;
  readonly log: Logger;
  /** Awaited before it is asked who waits for a record. */
  readonly prepare: (record: IncomingRecord) => Promise<void>;
  /** Told of every deadline that was set, in milliseconds since 1970 UTC. */
  readonly onDeadline: (dueMs: number) => void;
  readonly clock: () => number;
  readonly timing: Timing;
  readonly metrics?: Pick<Metrics, 'events' | 'handlerSeconds'>;
  readonly tracing?: Tracing;
}

/** One record on its way. */
interface Passage {
  readonly record: IncomingRecord;
  readonly signal: AbortSignal;
  readonly log: Logger;
  readonly span: OpenSpan | undefined;
}

const ONCE = { attempts: 1, initialMs: 1, maxMs: 1 };
/** A definition is pure: what it throws it mostly throws again. */
const POLICY = { attempts: 3, initialMs: 50, maxMs: 500 };
/** For what must succeed before the record can be left: giving up would lose it. */
const UNTIL_DONE = { attempts: Number.POSITIVE_INFINITY, initialMs: 100, maxMs: 10_000 };

const attempts = (
  policy: AttemptOptions['policy'],
  { signal, log }: Passage,
  { outages, timing }: IntakeParts,
): AttemptOptions => ({ policy, signal, log, outages, random: timing.random, wait: waitBy(timing) });

const prepare = async (record: IncomingRecord, parts: IntakeParts): Promise<void> => {
  try {
    await parts.prepare(record);
  } catch (error) {
    throw asUnavailable(error);
  }
};

const readArrival = async ({ record, span }: Passage, parts: IntakeParts): Promise<EventArrival> => {
  const { catalogue, codec } = parts;
  await prepare(record, parts);
  const definition = catalogue.consumed(record.topic);
  if (definition === undefined) throw new TroupeError('TOPIC_MISMATCH', `No saga waits for ${record.topic}`);
  const { envelope, data, type } = await readEvent(record, definition, codec);
  const { id, timeMs, conversationId } = envelope;
  return {
    kind: 'event',
    partition: record.partition,
    conversationId,
    sagas: catalogue.fedBy(type, data),
    fact: { kind: 'event', id, type, appendedMs: record.appendedMs, timeMs, data },
    trail: trailOf(envelope),
    ...(span && { trace: span.trace }),
  };
};

const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const give = (): void => reject(new TroupeError('TASK_ABORTED', 'The partition was handed over'));
    if (signal.aborted) give();
    else signal.addEventListener('abort', give, { once: true });
  });

/** What became of a record: as in `Settled`, or given up. */
interface Concluded {
  readonly outcome: Settled['fate'] | 'dead-lettered';
  readonly decisions: readonly StoredDecision[];
}

/** Other sagas may have kept it all the same: what they decided is published before. */
const giveUpRefused = async (
  refusal: TroupeError,
  decisions: readonly StoredDecision[],
  passage: Passage,
  parts: IntakeParts,
): Promise<Concluded> => {
  const letters = await deadLetter(new GaveUp(refusal, 1), passage, parts);
  return { outcome: 'dead-lettered', decisions: [...decisions, ...letters] };
};

const submit = async (passage: Passage, parts: IntakeParts): Promise<Concluded> => {
  const arrival = await withAttempts(() => readArrival(passage, parts), attempts(ONCE, passage, parts));
  const { fate, decisions, dueMs, refusals } = await withAttempts(
    () => parts.batches.submit(arrival),
    attempts(POLICY, passage, parts),
  );
  if (dueMs !== undefined) parts.onDeadline(dueMs);
  const [refusal] = refusals;
  if (refusal !== undefined) return giveUpRefused(refusal, decisions, passage, parts);
  return { outcome: fate, decisions };
};

const deadLetter = async (
  { reason, attempts: tried }: GaveUp,
  passage: Passage,
  parts: IntakeParts,
): Promise<readonly StoredDecision[]> => {
  const { record, signal, log, span } = passage;
  log.error({ err: reason, attempts: tried }, 'dead-lettered');
  span?.fail(reason);
  const identity = identify(record);
  const failure = { agent: SOURCE, reason, attempts: tried, failedAtMs: parts.clock() };
  const letter = deadLetterOf(record, identity, failure);
  const { decision } = await withAttempts(
    () =>
      parts.commit.decide({
        subject: { ...identity, decider: SOURCE, partition: record.partition, outcome: 'dead-lettered' },
        run: () => Promise.resolve([letter]),
        signal,
        ...(span && { trace: span.trace }),
      }),
    attempts(UNTIL_DONE, passage, parts),
  );
  return [decision];
};

/** Nothing of a partition that is held is begun: its bounds fill up, and it is read no further, while the others go on. */
const conclude = async (passage: Passage, parts: IntakeParts): Promise<Concluded> => {
  if (parts.holds.isHeld(passage.record.partition)) return untilAborted(passage.signal);
  try {
    return await submit(passage, parts);
  } catch (error) {
    if (!(error instanceof GaveUp)) throw error;
    if (error.reason instanceof UnknownVersion) {
      parts.holds.hold(passage.record.partition, error.reason);
      return untilAborted(passage.signal);
    }
    return { outcome: 'dead-lettered', decisions: await deadLetter(error, passage, parts) };
  }
};

/**
 * Deals with one record for good: read → fold and decide in a shared transaction → publish what was decided. What cannot
 * be read, or makes a definition fail, goes to the dead letters; the partition goes on.
 */
export const createIntake =
  (parts: IntakeParts): ((record: IncomingRecord, task: Task) => Promise<void>) =>
  async (record, { signal }) => {
    const startedMs = parts.clock();
    const event = identify(record);
    const { tracing } = parts;
    const span = tracing && openProcessSpan(tracing, { record, event, group: SOURCE, parent: traceIn(record.headers) });
    const about = { event: event.inputId, conversation: event.conversationId, type: record.topic, ...span?.ids };
    await inSpan(span, async () => {
      const outcome = await deal({ record, signal, log: logOfEvent(parts.log, about), span }, parts);
      const labels = { agent: SOURCE, type: record.topic };
      parts.metrics?.events.inc({ ...labels, outcome });
      parts.metrics?.handlerSeconds.observe(labels, (parts.clock() - startedMs) / 1_000);
      span?.set({ 'troupe.outcome': outcome });
    });
  };

const deal = async (passage: Passage, parts: IntakeParts): Promise<Concluded['outcome']> => {
  const { decisions, outcome } = await conclude(passage, parts);
  await parts.relay.deliver(decisions, passage.signal);
  return outcome;
};
