import { lastWord, type Story } from './story.ts';

/** What becomes of a ticket. */
export const TICKET_STATUSES = ['critical', 'routine', 'dealt-with'] as const;

/** A ticket is settled, for the program that opened it, when it is told from others: what people then say takes its time. */
export const ticketStory: Story<(typeof TICKET_STATUSES)[number]> = {
  statusOf: lastWord([
    ['ticket.closed', 'dealt-with'],
    ['support.critical', 'critical'],
    ['support.routine', 'routine'],
  ]),
  resolutions: ['support.critical', 'support.routine', 'ticket.closed'],
};
