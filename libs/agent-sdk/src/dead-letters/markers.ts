import { deriveId } from '@troupe/contracts';
import { DEAD_LETTER_HEADERS, deadLetterTopic, describeFailure, type Failure } from '../delivery/dead-letter.ts';
import type { Fate } from '../delivery/pipeline-parts.ts';
import type { StoredOutput } from '../store/decision.ts';
import type { OrderItem, Target } from './dead-item.ts';

/** What the headers of a marker say: a record of the log of dead letters that is about others. */
export const MARKER_HEADERS = {
  /** What it says: `released`, `discarded`, `edited` by a person; `settled`, `failed` by the agent. */
  kind: 'troupe-dead-marker',
  id: 'troupe-dead-marker-id',
  /** The entry that it is about. */
  entry: 'troupe-dead-entry',
  /** Or all entries of the key up to this offset. */
  upTo: 'troupe-dead-up-to',
  /** Which of the agent's attempts at the entry it is about, from 0. */
  round: 'troupe-dead-round',
  actor: 'troupe-dead-actor',
  reason: 'troupe-dead-reason',
  at: 'troupe-dead-marked-at',
  /** What became of a settled entry, as in `troupe_events_total`. */
  outcome: 'troupe-dead-outcome',
} as const;

/** An attempt of the agent at an entry that was to be handled. */
export interface Round {
  readonly agent: string;
  /** The key of the entry. */
  readonly key: string;
  readonly entry: string;
  readonly round: number;
}

/** What a person wants done. */
export interface Order {
  readonly agent: string;
  readonly key: string;
  readonly kind: OrderItem['kind'];
  readonly target: Target;
  readonly actor: string;
  readonly reason: string;
  readonly atMs: number;
  /** The replacement that `edited` brings. */
  readonly value?: Buffer;
  /** Tells an order from an earlier one that is the same in all else. */
  readonly about: string;
}

/** The id under which an attempt is decided: of everything that is tried in one round only one thing is kept. */
export const roundId = ({ agent, entry, round }: Round): string => deriveId('held-round', agent, entry, round);

const outcomeMarker = (kind: 'settled' | 'failed', of: Round, more: Record<string, string>): StoredOutput => ({
  id: deriveId(kind, roundId(of)),
  topic: deadLetterTopic(of.agent),
  key: of.key,
  value: null,
  headers: {
    [MARKER_HEADERS.kind]: kind,
    [MARKER_HEADERS.id]: deriveId(kind, roundId(of)),
    [MARKER_HEADERS.entry]: of.entry,
    [MARKER_HEADERS.round]: String(of.round),
    ...more,
  },
});

/** Says that an entry was handled. */
export const settledMarker = (of: Round, fate: Fate, atMs: number): StoredOutput =>
  outcomeMarker('settled', of, {
    [MARKER_HEADERS.outcome]: fate,
    [MARKER_HEADERS.at]: new Date(atMs).toISOString(),
  });

/** Says that an entry was given up once more: it stays where it is. */
export const failedMarker = (of: Round, failure: Failure): StoredOutput =>
  outcomeMarker('failed', of, describeFailure(failure));

/** An order as a record. The same order twice is the same marker. */
export const orderMarker = ({ agent, key, kind, target, actor, reason, atMs, value, about }: Order): StoredOutput => {
  const [name, of] =
    'entry' in target ? [MARKER_HEADERS.entry, target.entry] : [MARKER_HEADERS.upTo, String(target.upTo)];
  const id = deriveId(kind, agent, key, of, about, actor, reason, value?.toString('base64') ?? '');
  return {
    id,
    topic: deadLetterTopic(agent),
    key,
    value: value ?? null,
    headers: {
      [MARKER_HEADERS.kind]: kind,
      [MARKER_HEADERS.id]: id,
      [name]: of,
      [MARKER_HEADERS.actor]: actor,
      [MARKER_HEADERS.reason]: reason,
      [MARKER_HEADERS.at]: new Date(atMs).toISOString(),
      [DEAD_LETTER_HEADERS.agent]: agent,
    },
  };
};
