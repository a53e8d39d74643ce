import type { DeskTicket } from './desk-ticket.ts';

/** A ticket that is free and waits. */
export const TICKET_AT_DESK: DeskTicket = {
  tenant: 'default',
  conversationId: 'c-1',
  openedMs: 1_000,
  customerId: '17850',
  subject: null,
  excerpt: 'You lost my bag again',
  channel: null,
  level: 'critical',
  score: -0.9,
  urgency: 'HIGH',
  topic: 'lost-property',
  draft: null,
  takenBy: null,
  takenMs: null,
  waitingSinceMs: 1_000,
  closedBy: null,
  closedMs: null,
  revision: 0,
};

/** A draft of it. */
export const DRAFT = {
  id: 'draft-1',
  text: 'We are sorry. [1]',
  sendable: 'We are sorry.',
  reason: null,
  citations: [{ file: 'bags.md', heading: 'Lost bags', quote: 'We are sorry.', score: 3.2 }],
  writtenBy: 'spec',
};
