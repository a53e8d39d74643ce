import { deriveId, recordId, TroupeError } from '@troupe/contracts';
import { HEADERS, type Codec, type IncomingRecord, type TopicSpec } from '@troupe/messaging';
import type { StoredOutput } from '../store/decision.ts';
import type { InputIdentity } from './read-event.ts';

/** What a dead letter's headers say besides those that the record came with. */
export const DEAD_LETTER_HEADERS = {
  id: 'troupe-dead-id',
  topic: 'troupe-dead-topic',
  partition: 'troupe-dead-partition',
  offset: 'troupe-dead-offset',
  appended: 'troupe-dead-appended',
  agent: 'troupe-dead-agent',
  attempts: 'troupe-dead-attempts',
  code: 'troupe-dead-code',
  message: 'troupe-dead-message',
  failedAt: 'troupe-dead-failed-at',
  pair: 'troupe-dead-pair',
  cut: 'troupe-dead-cut',
} as const;

/** The logical topic of what an agent gave up on or parked; kept until somebody has dealt with it. */
export const deadLetterTopic = (agent: string): string => `${agent}.dead`;

/** A dead letter is larger than its record, which may be as large as its topic takes, and must not be too large for its own. */
const LARGEST_RECORD = 2 * 1_024 * 1_024;

/** The topic of an agent's dead letters as it shall be. */
export const deadLetterTopicSpec = (agent: string): TopicSpec => ({
  topic: deadLetterTopic(agent),
  retentionMs: -1,
  largestRecord: LARGEST_RECORD,
});

/** The id of the entry that an input becomes, however often it is written. */
export const deadLetterId = (inputId: string, agent: string): string => deriveId('dead-letter', inputId, agent);

/** Why and when an agent gave a record up. */
export interface Failure {
  readonly agent: string;
  readonly reason: Error;
  readonly attempts: number;
  readonly failedAtMs: number;
}

/** When an agent put a record behind others of its conversation. */
export interface Parking {
  readonly agent: string;
  readonly parkedAtMs: number;
}

/** The code of an event that waits for nothing but those before it. */
export const PARKED = 'PARKED';

const LONGEST_MESSAGE = 1_000;

/** The code of a foreign error is `HANDLER_FAILED`: it came from the agent's own handler. */
export const codeOf = (reason: Error): string => (TroupeError.is(reason) ? reason.code : 'HANDLER_FAILED');

/** A failure as headers. */
export const describeFailure = ({ agent, reason, attempts, failedAtMs }: Failure): Record<string, string> => ({
  [DEAD_LETTER_HEADERS.agent]: agent,
  [DEAD_LETTER_HEADERS.attempts]: String(attempts),
  [DEAD_LETTER_HEADERS.code]: codeOf(reason),
  [DEAD_LETTER_HEADERS.message]: reason.message.slice(0, LONGEST_MESSAGE),
  [DEAD_LETTER_HEADERS.failedAt]: new Date(failedAtMs).toISOString(),
});

/** What the log of dead letters itself writes: a record that somebody copied out of one may carry it. */
const OWN_PREFIX = 'troupe-dead-';

/** The headers that a record came with. */
export const originalHeaders = (headers: IncomingRecord['headers']): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(OWN_PREFIX)));

/** What of `LARGEST_RECORD` an event may fill; the rest is for what is said about it. */
const LARGEST_VALUE = 1_500_000;
const LARGEST_HEADERS = 256 * 1_024;
const LONGEST_HEADER = 1_000;

/**
 * A record as it can lie in a log of dead letters, which may be for ever: what its value claims is kept as long, and what is
 * too large for that log is claimed.
 */
export const outlasting = async (
  record: IncomingRecord,
  { outlast }: Pick<Codec, 'outlast'>,
): Promise<IncomingRecord> =>
  outlast === undefined ? record : { ...record, value: await outlast(record.value, LARGEST_VALUE) };

const ENVELOPE: readonly string[] = Object.values(HEADERS);

/** Of headers that are too many or too large only those of the envelope. */
const fittingHeaders = (headers: Record<string, string>): Record<string, string> => {
  const entries = Object.entries(headers);
  const bytes = entries.reduce((sum, [name, text]) => sum + Buffer.byteLength(name) + Buffer.byteLength(text), 0);
  if (bytes <= LARGEST_HEADERS) return headers;
  return Object.fromEntries(entries.filter(([name, text]) => ENVELOPE.includes(name) && text.length <= LONGEST_HEADER));
};

/** What cannot be claimed and is too large stays where it is: the letter says so, or the relay would try for ever. */
const fittingValue = (value: Buffer | null) =>
  value === null || value.length <= LARGEST_VALUE
    ? { value, cut: {} }
    : { value: null, cut: { [DEAD_LETTER_HEADERS.cut]: String(value.length) } };

const entryOf = (
  record: IncomingRecord,
  { inputId }: Pick<InputIdentity, 'inputId'>,
  agent: string,
  why: Record<string, string>,
): StoredOutput => {
  const { topic, partition, offset, key, headers, appendedMs } = record;
  const { value, cut } = fittingValue(record.value);
  const id = deadLetterId(inputId, agent);
  return {
    id,
    topic: deadLetterTopic(agent),
    // A record without key is of no conversation, whatever its headers say: it lies for itself.
    key: key ?? recordId(topic, partition, offset),
    value,
    headers: {
      ...fittingHeaders(originalHeaders(headers)),
      ...cut,
      [DEAD_LETTER_HEADERS.id]: id,
      [DEAD_LETTER_HEADERS.topic]: topic,
      [DEAD_LETTER_HEADERS.partition]: String(partition),
      [DEAD_LETTER_HEADERS.offset]: offset.toString(),
      [DEAD_LETTER_HEADERS.appended]: new Date(appendedMs).toISOString(),
      ...why,
    },
  };
};

/**
 * The record as it came, under the same key, with the cause in its headers. `pair` is that of an event whose partner did
 * not come.
 */
export const deadLetterOf = (
  record: IncomingRecord,
  identity: Pick<InputIdentity, 'inputId'>,
  failure: Failure,
  pair?: string,
): StoredOutput =>
  entryOf(record, identity, failure.agent, {
    ...describeFailure(failure),
    ...(pair !== undefined && { [DEAD_LETTER_HEADERS.pair]: pair }),
  });

/** The record as it came, to wait behind what its conversation holds already. */
export const parkedLetterOf = (
  record: IncomingRecord,
  identity: Pick<InputIdentity, 'inputId'>,
  { agent, parkedAtMs }: Parking,
): StoredOutput =>
  entryOf(record, identity, agent, {
    [DEAD_LETTER_HEADERS.agent]: agent,
    [DEAD_LETTER_HEADERS.attempts]: '0',
    [DEAD_LETTER_HEADERS.code]: PARKED,
    [DEAD_LETTER_HEADERS.message]: 'an earlier event of its conversation is held',
    [DEAD_LETTER_HEADERS.failedAt]: new Date(parkedAtMs).toISOString(),
  });
