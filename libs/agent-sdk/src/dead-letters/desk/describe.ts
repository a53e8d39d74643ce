import { HEADERS, type IncomingRecord } from '@troupe/messaging';
import { DEAD_LETTER_HEADERS } from '../../delivery/dead-letter.ts';
import type { HeldEntry } from '../fold.ts';

/**
 * Where an entry stands: `held` until somebody says what shall become of it; `parked` behind others of its conversation;
 * `released` when it is to be handled as soon as it is its turn.
 */
export type DeadLetterState = 'held' | 'parked' | 'released';

/** Why an entry is held. */
export interface Cause {
  readonly code: string;
  readonly message: string;
  readonly attempts: number;
  /** ISO 8601, in UTC. */
  readonly failedAt: string;
}

/** A held event, without its bytes. */
export interface DeadLetter {
  readonly id: string;
  /** The key that it lies under. */
  readonly conversation: string;
  readonly state: DeadLetterState;
  /** Whether later events of the conversation wait for it. */
  readonly parks: boolean;
  /** The topic that it was read from: its event type. */
  readonly type: string;
  /** `ce_id`, if it carries one. */
  readonly eventId: string | null;
  readonly cause: Cause;
  /** How often it was released and failed again. */
  readonly failedAgain: number;
  readonly edited: boolean;
  /** Where it lies in the log of dead letters. */
  readonly partition: number;
  readonly offset: string;
}

/** What is known of an entry from its record; small, so that many can be listed. */
export interface Particulars {
  readonly type: string;
  readonly eventId: string | null;
  readonly partition: number;
  readonly cause: Cause;
}

/** The cause that the headers of an entry, or of a marker that it failed again, tell. */
export const causeIn = ({ headers, appendedMs }: Pick<IncomingRecord, 'headers' | 'appendedMs'>): Cause => ({
  code: headers[DEAD_LETTER_HEADERS.code] ?? 'HANDLER_FAILED',
  message: headers[DEAD_LETTER_HEADERS.message] ?? '',
  attempts: Number(headers[DEAD_LETTER_HEADERS.attempts] ?? 0),
  failedAt: headers[DEAD_LETTER_HEADERS.failedAt] ?? new Date(appendedMs).toISOString(),
});

/** What an entry's record tells. */
export const particularsOf = (record: IncomingRecord): Particulars => ({
  type: record.headers[DEAD_LETTER_HEADERS.topic] ?? '',
  eventId: record.headers[HEADERS.id] ?? null,
  partition: record.partition,
  cause: causeIn(record),
});

const stateOf = ({ due, approval, parked }: HeldEntry): DeadLetterState => {
  if (due !== undefined || approval !== undefined) return 'released';
  return parked ? 'parked' : 'held';
};

/** A held entry as operators see it. */
export const describe = (entry: HeldEntry, conversation: string, particulars: Particulars): DeadLetter => ({
  id: entry.id,
  conversation,
  state: stateOf(entry),
  parks: entry.inLine,
  type: particulars.type,
  eventId: particulars.eventId,
  cause: particulars.cause,
  failedAgain: entry.round,
  edited: entry.edit !== undefined,
  partition: particulars.partition,
  offset: String(entry.offset),
});
