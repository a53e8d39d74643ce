import type { LedgerEvent } from '@troupe/ledger-reader';

/** Where a conversation is, from the view of whoever began it. */
export const CONVERSATION_STATUSES = ['accepted', 'open', 'confirmed', 'rejected', 'cancelled', 'closed'] as const;

/** See `CONVERSATION_STATUSES`. */
export type ConversationStatus = (typeof CONVERSATION_STATUSES)[number];

/** What a conversation's events say of it as a whole. */
export interface ConversationState {
  readonly status: ConversationStatus;
  /** When the log took its first event: ISO date-time. */
  readonly startedAt: string | null;
  /** When the log took the event that resolved it: ISO date-time. */
  readonly resolvedAt: string | null;
}

type Told = Pick<LedgerEvent, 'type' | 'appendedAt'>;

const RESOLUTIONS: readonly string[] = ['order.confirmed', 'order.rejected', 'order.closed'];

/** Whether an event of this type resolves its conversation. A cancelled order is resolved when it is closed. */
export const isResolution = (type: string): boolean => RESOLUTIONS.includes(type);

/** The last word first: whichever of these events is there decides, in whatever order they came. */
const BY_EVENT: readonly (readonly [type: string, status: ConversationStatus])[] = [
  ['order.closed', 'closed'],
  ['order.cancelled', 'cancelled'],
  ['order.rejected', 'rejected'],
  ['order.confirmed', 'confirmed'],
];

const statusOf = (types: ReadonlySet<string>): ConversationStatus =>
  BY_EVENT.find(([type]) => types.has(type))?.[1] ?? (types.size === 0 ? 'accepted' : 'open');

const earliest = (events: readonly Told[]): string | null =>
  events.map(({ appendedAt }) => appendedAt).toSorted()[0] ?? null;

/** What these events say, in whatever order they come. ISO date-times of one form sort as texts. */
export const stateOf = (events: readonly Told[]): ConversationState => ({
  status: statusOf(new Set(events.map(({ type }) => type))),
  startedAt: earliest(events),
  resolvedAt: earliest(events.filter(({ type }) => isResolution(type))),
});
