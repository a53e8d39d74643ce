import { deriveId, TroupeError, type ErrorCode } from '@troupe/contracts';
import type { IncomingRecord, LogReader } from '@troupe/messaging';
import { inSpan } from '@troupe/observability';
import type { Logger } from 'pino';
import { GaveUp, withAttempts } from '../delivery/attempts.ts';
import { DEAD_LETTER_HEADERS } from '../delivery/dead-letter.ts';
import { decideOnce, passageOf, type Decided, type Passage } from '../delivery/decide-once.ts';
import { attemptsOf, UNTIL_DONE, type PipelineParts } from '../delivery/pipeline-parts.ts';
import { originalOf } from './dead-records.ts';
import type { Due } from './fold.ts';
import type { PlacedEntry } from './held-index.ts';
import { failedMarker, roundId, settledMarker, type Round } from './markers.ts';

/** What handling a held entry is made of. */
export interface RoundParts extends PipelineParts {
  readonly reader: LogReader;
  /** The log of dead letters. */
  readonly deadTopic: string;
}

/** One attempt at a held entry. */
interface Attempt {
  readonly placed: PlacedEntry;
  readonly due: Due;
  readonly of: Round;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** Only what was held for it: a release for any other reason is no yes to what a hook has yet to ask. */
const ASKS_FOR_APPROVAL: ErrorCode = 'APPROVAL_REQUIRED';

const recordAt = async ({ reader, deadTopic }: RoundParts, partition: number, at: bigint): Promise<IncomingRecord> => {
  for await (const record of reader.read({ topic: deadTopic, partition, from: at, to: at + 1n })) return record;
  throw new TroupeError('OFFSET_OUT_OF_RANGE', `${deadTopic} does not hold ${partition}/${String(at)} any more`);
};

/** Nothing is concluded from an event that is not whole. */
const refuseCut = ({ headers }: IncomingRecord): void => {
  const { cut, topic, partition, offset } = DEAD_LETTER_HEADERS;
  if (headers[cut] === undefined) return;
  const place = `${headers[topic] ?? ''} ${headers[partition] ?? ''}/${headers[offset] ?? ''}`;
  throw new TroupeError(
    'RECORD_REFUSED',
    `The data of this event, ${headers[cut]} bytes, was too large for the log of dead letters: it lies at ${place} for as long as that retains. Edit it, or discard it and let its source send it again`,
  );
};

const passage = async (attempt: Attempt, parts: RoundParts): Promise<Passage> => {
  const { placed, due, of, signal } = attempt;
  const entry = await recordAt(parts, placed.partition, placed.entry.offset);
  const edit = due.edit === undefined ? undefined : await recordAt(parts, placed.partition, due.edit);
  const pair = entry.headers[DEAD_LETTER_HEADERS.pair];
  if (edit === undefined) refuseCut(entry);
  return {
    ...passageOf(originalOf(entry, edit?.value), signal, parts),
    partition: placed.partition,
    ending: {
      subject: subjectOf(attempt),
      letter: of.entry,
      ...(due.edit !== undefined && { recordUnder: editId(of.entry, due.edit) }),
      settled: (fate) => settledMarker(of, fate, parts.clock()),
      failed: (failure) => failedMarker(of, failure),
    },
    ...(pair !== undefined && { pair }),
    ...(placed.entry.code === ASKS_FOR_APPROVAL && due.approval && { approval: due.approval }),
  };
};

/** What was answered about the original is no answer about the replacement. */
const editId = (entry: string, edit: bigint): string => deriveId('edited', entry, String(edit));

/** Decided by the round, whatever made it due: of original and edited only one can be. */
const subjectOf = ({ of, due }: Attempt): NonNullable<Passage['ending']>['subject'] => ({
  inputId: roundId(of),
  inputTimeMs: due.sinceMs,
  conversationId: of.key,
});

/** What cannot even be looked at stays held, with the reason. */
const giveUp = async ({ reason, attempts }: GaveUp, attempt: Attempt, parts: RoundParts): Promise<Decided> => {
  const { of, placed, signal, log } = attempt;
  log.error({ err: reason }, 'a held event cannot be handled');
  const failure = { agent: parts.agent.name, reason, attempts, failedAtMs: parts.clock() };
  const request = { ...subjectOf(attempt), partition: placed.partition, outcome: 'dead-lettered' as const };
  const store = () => parts.decider.decide(request, () => Promise.resolve([failedMarker(of, failure)]), signal);
  const decision = await withAttempts(store, attemptsOf(parts, attempt, UNTIL_DONE));
  return { decision, fate: 'dead-lettered' };
};

const decideRound = async (attempt: Attempt, parts: RoundParts): Promise<Decided> => {
  try {
    const through = await withAttempts(() => passage(attempt, parts), attemptsOf(parts, attempt, UNTIL_HOPELESS));
    return await inSpan(through.span, () => decideOnce(through, parts));
  } catch (error) {
    if (error instanceof GaveUp) return giveUp(error, attempt, parts);
    throw error;
  }
};

/** Reading the log outlasts any outage by itself; whatever else is thrown there will be thrown again. */
const UNTIL_HOPELESS = { attempts: 3, initialMs: 100, maxMs: 1_000 };

/** What to call when the log says that an entry is to be handled. */
export type HandleHeld = (placed: PlacedEntry, due: Due, signal: AbortSignal) => Promise<void>;

/**
 * Handles a held entry as if it had just come, but decides it under an id of its own and writes into the log of dead
 * letters what became of it, with the same decision. Resolves when that is written.
 */
export const createHandleHeld =
  (parts: RoundParts): HandleHeld =>
  async (placed, due, signal) => {
    const { key, entry } = placed;
    const of: Round = { agent: parts.agent.name, key, entry: entry.id, round: due.round };
    const log = parts.log.child({ deadLetter: entry.id, conversation: key, round: due.round });
    const attempt: Attempt = { placed, due, of, log, signal };
    log.info({ approval: due.approval }, 'a held event is handled');
    const { decision } = await decideRound(attempt, parts);
    await withAttempts(() => decision.deliver(signal), attemptsOf(parts, attempt, UNTIL_DONE));
  };
