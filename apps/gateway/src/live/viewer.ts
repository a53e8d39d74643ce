import type { LedgerEvent } from '@troupe/ledger-reader';
import type { Doing } from './frames.ts';

/** Who is connected, and what they may see. */
export interface Viewer extends Pick<Doing, 'who' | 'side'> {
  /** Whether they may follow a conversation. */
  mayFollow(conversationId: string): Promise<boolean>;
  /** An event as they are shown it; undefined for what is not for them. */
  shown(event: LedgerEvent): LedgerEvent | undefined;
  /** Whether they are told that something of the desk changed. */
  readonly seesDesk: boolean;
  /** Whether they are still signed in. */
  isWelcome(): boolean;
}

/** What customers see of an event, by its type: nothing else, and nothing of any other. */
const FOR_CUSTOMERS: Readonly<Record<string, readonly string[]>> = {
  'ticket.opened': ['subject', 'text'],
  'message.sent': ['author', 'by', 'text'],
  'ticket.taken': ['by'],
  'ticket.returned': [],
  'ticket.closed': [],
};

/** An event as its customer sees it: neither what agents think of them, nor what colleagues tell each other. */
export const asCustomersSee = (event: LedgerEvent): LedgerEvent | undefined => {
  const fields = FOR_CUSTOMERS[event.type];
  if (fields === undefined) return undefined;
  const told = Object.entries(event.data).filter(([name]) => fields.includes(name));
  return { ...event, data: Object.fromEntries(told) };
};
