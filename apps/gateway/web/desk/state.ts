import type { Draft } from '../../src/desk/desk-ticket.ts';
import type { Connection } from '../shared/live.ts';
import type { Doings } from '../shared/doings.ts';
import { createStore, type Store } from '../shared/store.ts';
import type { ConversationEvent } from '../shared/transcript.ts';

/** Who is signed in. */
export interface Operator {
  readonly name: string;
  readonly role: 'viewer' | 'operator' | 'lead';
}

/** A ticket, as the gateway answers it. */
export interface Ticket {
  readonly conversationId: string;
  readonly customerId: string | null;
  readonly subject: string | null;
  readonly excerpt: string | null;
  readonly channel: string | null;
  readonly level: 'critical' | 'routine' | null;
  readonly score: number | null;
  readonly urgency: string | null;
  readonly topic: string | null;
  readonly draft: Draft | null;
  readonly takenBy: string | null;
  readonly openedAt: string;
  readonly takenAt: string | null;
  readonly waitingSince: string | null;
  readonly dueAt: string | null;
  readonly closedBy: string | null;
  readonly closedAt: string | null;
}

/** Which tickets are listed. */
export type InboxName = 'open' | 'mine' | 'closed';

/** The inboxes in the order of their keys. */
export const INBOXES: readonly InboxName[] = ['open', 'mine', 'closed'];

/** All that the desk shows. */
export interface DeskState {
  /** Undefined until that is known; null for nobody. */
  readonly operator: Operator | null | undefined;
  readonly inbox: InboxName;
  /** Undefined until they were read. */
  readonly tickets: readonly Ticket[] | undefined;
  readonly more: boolean;
  /** How far the gateway's clock is ahead of the browser's, in milliseconds. */
  readonly aheadMs: number;
  /** Which ticket is looked at. */
  readonly chosen: string | undefined;
  /** As it was read last; the list may not have it. */
  readonly ticket: Ticket | undefined;
  readonly events: readonly ConversationEvent[];
  readonly typing: Doings;
  readonly present: Doings;
  readonly connection: Connection;
  /** What the operator is told, and for who cannot see it. */
  readonly notice: string;
  readonly busy: boolean;
  /** What is being written, by conversation, with the draft that it began with. */
  readonly writing: Readonly<Record<string, Writing>>;
  readonly helpIsOpen: boolean;
}

/** A reply that is being written. */
export interface Writing {
  readonly text: string;
  readonly draft: string | null;
}

/** Nothing written. */
export const BLANK: Writing = { text: '', draft: null };

/** The one store of the page. */
export const desk: Store<DeskState> = createStore<DeskState>({
  operator: undefined,
  inbox: 'open',
  tickets: undefined,
  more: false,
  aheadMs: 0,
  chosen: undefined,
  ticket: undefined,
  events: [],
  typing: new Map(),
  present: new Map(),
  connection: 'connecting',
  notice: '',
  busy: false,
  writing: {},
  helpIsOpen: false,
});
