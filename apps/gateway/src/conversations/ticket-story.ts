import { lastWord, type Story } from './story.ts';

/** What becomes of a ticket. */
export const TICKET_STATUSES = ['critical', 'routine'] as const;

/** A ticket is settled when it is told from others: nobody answers tickets here so far. */
export const ticketStory: Story<(typeof TICKET_STATUSES)[number]> = {
  statusOf: lastWord([
    ['support.critical', 'critical'],
    ['support.routine', 'routine'],
  ]),
  resolutions: ['support.critical', 'support.routine'],
};
