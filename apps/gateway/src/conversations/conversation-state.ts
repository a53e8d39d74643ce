import type { LedgerEvent } from '@troupe/ledger-reader';
import { FEATURE_STATUSES, featureStory } from './feature-story.ts';
import { ORDER_STATUSES, orderStory } from './order-story.ts';
import type { Story } from './story.ts';
import { TICKET_STATUSES, ticketStory } from './ticket-story.ts';

/** Where a conversation is, from the view of whoever began it. */
export const CONVERSATION_STATUSES = [
  'accepted',
  'open',
  ...ORDER_STATUSES,
  ...FEATURE_STATUSES,
  ...TICKET_STATUSES,
] as const;

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

/** One for each domain: an event belongs to one of them at most. */
const STORIES: readonly Story<ConversationStatus>[] = [orderStory, featureStory, ticketStory];

/** Whether an event of this type resolves its conversation. */
export const isResolution = (type: string): boolean => STORIES.some(({ resolutions }) => resolutions.includes(type));

const statusOf = (types: readonly string[]): ConversationStatus => {
  const told = STORIES.map((story) => story.statusOf(types)).find((status) => status !== undefined);
  return told ?? (types.length === 0 ? 'accepted' : 'open');
};

const earliest = (events: readonly Told[]): string | null =>
  events.map(({ appendedAt }) => appendedAt).toSorted()[0] ?? null;

/** What these events say, in whatever order they come. ISO date-times of one form sort as texts. */
export const stateOf = (events: readonly Told[]): ConversationState => ({
  status: statusOf(events.map(({ type }) => type)),
  startedAt: earliest(events),
  resolvedAt: earliest(events.filter(({ type }) => isResolution(type))),
});
