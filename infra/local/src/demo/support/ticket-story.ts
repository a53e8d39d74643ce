import {
  parseJsonData,
  PersonNotified,
  ReplyDrafted,
  SupportCritical,
  SupportRoutine,
  type ReplyDraftedData,
  type SupportCriticalData,
} from '@troupe/contracts';
import type { TimelineEvent } from '../gateway-client.ts';
import type { ExampleTicket } from './tickets-file.ts';

/** What became of one ticket so far, as its conversation tells it. */
export interface TicketStory {
  readonly ticket: ExampleTicket;
  readonly conversationId: string;
  readonly events: readonly TimelineEvent[];
}

/** Where a ticket goes. */
export type TicketLevel = 'critical' | 'routine' | 'unread';

const has = ({ events }: Pick<TicketStory, 'events'>, type: string): boolean =>
  events.some((event) => event.type === type);

/** Where it goes, as far as triage has said. */
export const levelOf = (story: Pick<TicketStory, 'events'>): TicketLevel => {
  if (has(story, SupportCritical.type)) return 'critical';
  return has(story, SupportRoutine.type) ? 'routine' : 'unread';
};

/** What triage said; the two events say the same. Undefined before. */
export const judgementOf = ({ events }: Pick<TicketStory, 'events'>): SupportCriticalData | undefined => {
  const said = events.find(({ type }) => type === SupportCritical.type || type === SupportRoutine.type);
  return parseJsonData(said?.type === SupportRoutine.type ? SupportRoutine : SupportCritical, said?.data).data;
};

/** The draft, or that nothing was found; undefined before, and for a routine ticket. */
export const draftOf = ({ events }: Pick<TicketStory, 'events'>): ReplyDraftedData | undefined =>
  parseJsonData(ReplyDrafted, events.find(({ type }) => type === ReplyDrafted.type)?.data).data;

/** The channels by which people were told. */
export const toldBy = ({ events }: Pick<TicketStory, 'events'>): readonly string[] => {
  const said = events.find(({ type }) => type === PersonNotified.type);
  const channels = parseJsonData(PersonNotified, said?.data).data?.channels ?? [];
  return channels.filter(({ delivered }) => delivered).map(({ channel }) => channel);
};

/** Whether no agent says more of it: a person's turn, or nobody's. */
export const isDealtWith = (story: Pick<TicketStory, 'events'>): boolean => {
  const level = levelOf(story);
  if (level === 'critical') return has(story, ReplyDrafted.type) && has(story, PersonNotified.type);
  return level === 'routine';
};
