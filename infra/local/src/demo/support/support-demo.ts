import type { GatewayClient, TimelineEvent } from '../gateway-client.ts';
import { isDealtWith, type TicketStory } from './ticket-story.ts';
import type { ExampleTicket } from './tickets-file.ts';

/** What the demo is run with. */
export interface SupportDemoOptions {
  readonly gateway: Pick<GatewayClient, 'openTicket' | 'follow'>;
  readonly tickets: readonly ExampleTicket[];
  /** Names this run in the keys of its requests. */
  readonly run: string;
  /** Told all stories whenever something happened to one. */
  readonly onProgress: (stories: readonly TicketStory[]) => void;
  /** How long is waited for all; what is not dealt with by then is told as it is. */
  readonly withinMs: number;
  readonly signal: AbortSignal;
}

/** Opens all tickets at once, and tells what the agents made of each. @throws Refused */
export const runSupportDemo = async (options: SupportDemoOptions): Promise<readonly TicketStory[]> => {
  const { gateway, tickets, run, onProgress, withinMs, signal } = options;
  const stories = new Map<number, TicketStory>();
  const told = (): readonly TicketStory[] =>
    [...stories].sort(([one], [other]) => one - other).map(([, story]) => story);
  const timeUp = AbortSignal.timeout(withinMs);
  const until = AbortSignal.any([signal, timeUp]);
  const deal = async (ticket: ExampleTicket, index: number): Promise<void> => {
    const conversationId = await gateway.openTicket(ticket, `${run}-${index}`);
    const onEvents = (events: readonly TimelineEvent[]): void => {
      stories.set(index, { ticket, conversationId, events });
      onProgress(told());
    };
    onEvents([]);
    await gateway.follow(conversationId, { isOver: (events) => isDealtWith({ events }), onEvents }, until);
  };
  const dealt = await Promise.allSettled(tickets.map(deal));
  signal.throwIfAborted();
  const failed = dealt.find((each) => each.status === 'rejected');
  if (failed !== undefined && !timeUp.aborted) throw failed.reason;
  return told();
};
