import { act, choose, send, showInbox, write } from './actions.ts';
import { BLANK, desk, INBOXES, type DeskState } from './state.ts';

/** What an operator can do by a key, and by a button that names it. */
export interface Move {
  readonly key: string;
  readonly label: string;
  /** Whether it makes sense now. */
  readonly can: (state: DeskState) => boolean;
  readonly run: () => void;
}

const isOwn = ({ ticket, operator }: DeskState): boolean =>
  ticket !== undefined && operator != null && ticket.takenBy === operator.name && ticket.closedAt === null;

const isLead = ({ operator }: DeskState): boolean => operator?.role === 'lead';

const isOpen = ({ ticket }: DeskState): boolean => ticket !== undefined && ticket.closedAt === null;

const hasDraft = ({ ticket }: DeskState): boolean => ticket?.draft?.sendable != null;

const canTake = (state: DeskState): boolean =>
  isOpen(state) &&
  state.operator?.role !== 'viewer' &&
  !isOwn(state) &&
  (state.ticket?.takenBy === null || isLead(state));

const canEnd = (state: DeskState): boolean =>
  isOwn(state) || (isLead(state) && isOpen(state) && state.ticket?.takenBy !== null);

/** Puts the cursor where replies are written; once the page has drawn it. */
export const focusComposer = (): void =>
  void requestAnimationFrame(() => document.querySelector<HTMLTextAreaElement>('#reply')?.focus());

const beginWithDraft = (): void => {
  const { ticket } = desk.get();
  if (ticket?.draft?.sendable == null) return;
  write({ text: ticket.draft.sendable, draft: ticket.draft.id });
  focusComposer();
};

const sendDraft = (): void => {
  const { ticket } = desk.get();
  if (ticket?.draft?.sendable != null) void send({ text: ticket.draft.sendable, draft: ticket.draft.id });
};

const step = (by: number) => (): void => {
  const { tickets = [], chosen } = desk.get();
  const at = tickets.findIndex(({ conversationId }) => conversationId === chosen);
  const next = tickets[at < 0 ? 0 : Math.min(Math.max(at + by, 0), tickets.length - 1)];
  if (next === undefined) return;
  choose(next.conversationId);
  requestAnimationFrame(() => document.querySelector<HTMLElement>('.row[aria-current="true"]')?.focus());
};

const always = (): boolean => true;

/** What can be done with the ticket that is looked at. */
export const TICKET_MOVES = {
  take: {
    key: 't',
    label: 'Take',
    can: canTake,
    run: () => void act('take').then((done) => done && focusComposer()),
  },
  sendDraft: { key: 'A', label: 'Send as it is', can: (state) => isOwn(state) && hasDraft(state), run: sendDraft },
  editDraft: { key: 'e', label: 'Edit first', can: (state) => isOwn(state) && hasDraft(state), run: beginWithDraft },
  writeOwn: {
    key: 'r',
    label: 'Write my own',
    can: isOwn,
    run: () => {
      write(BLANK);
      focusComposer();
    },
  },
  handBack: { key: 'h', label: 'Hand back', can: canEnd, run: () => void act('return') },
  close: {
    key: 'x',
    label: 'Close',
    can: (state) => canEnd(state) || (isLead(state) && isOpen(state)),
    run: () => void act('close'),
  },
} as const satisfies Readonly<Record<string, Move>>;

/** What can be done anywhere. */
export const DESK_MOVES: readonly Move[] = [
  { key: 'j', label: 'Next ticket', can: always, run: step(1) },
  { key: 'k', label: 'Previous ticket', can: always, run: step(-1) },
  ...INBOXES.map((inbox, at) => ({
    key: `${at + 1}`,
    label: `Show ${inbox}`,
    can: always,
    run: () => showInbox(inbox),
  })),
  { key: '?', label: 'Show the keys', can: always, run: () => desk.set({ helpIsOpen: true }) },
];

const ALL: readonly Move[] = [...Object.values(TICKET_MOVES), ...DESK_MOVES];

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLTextAreaElement || target instanceof HTMLInputElement;

/** Lets keys do what buttons do, except where somebody writes; Escape leaves that, and then the ticket. */
export const listenToKeys = (): void =>
  document.addEventListener('keydown', (event) => {
    const { operator, helpIsOpen } = desk.get();
    if (operator == null || helpIsOpen || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') {
      if (isWriting(event.target)) document.querySelector<HTMLElement>('#ticket-title')?.focus();
      else choose(undefined);
      return;
    }
    if (isWriting(event.target)) return;
    const move = ALL.find(({ key }) => key === event.key);
    if (move?.can(desk.get()) !== true) return;
    event.preventDefault();
    move.run();
  });
