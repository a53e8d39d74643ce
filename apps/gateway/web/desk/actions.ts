import { request, Refused } from '../shared/api.ts';
import { BELIEVED_MS, hearDoing } from '../shared/doings.ts';
import { connectLive, type Frame, type Live } from '../shared/live.ts';
import { BLANK, desk, type InboxName, type Operator, type Ticket, type Writing } from './state.ts';

let live: Live | undefined;

const TOLD_MS = 5_000;
let forgetting: ReturnType<typeof setTimeout> | undefined;

/** Says something to the operator, for a moment. */
const tell = (notice: string): void => {
  clearTimeout(forgetting);
  desk.set({ notice });
  forgetting = setTimeout(() => desk.set({ notice: '' }), TOLD_MS);
};

const signedOut = (): void => {
  live?.close();
  live = undefined;
  desk.set({ operator: null, tickets: undefined, chosen: undefined, ticket: undefined, events: [] });
};

/** Runs what may be refused, and says so. */
const tried = async (run: () => Promise<void>): Promise<void> => {
  try {
    await run();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    if (error.problem.status === 401) return signedOut();
    const { code, takenBy } = error.problem;
    tell(
      code === 'TICKET_TAKEN' && takenBy ? `${takenBy} has this ticket.` : `${error.message}.`.replace(/\.\.$/, '.'),
    );
  }
};

interface InboxAnswer {
  readonly now: string;
  readonly more: boolean;
  readonly tickets: readonly Ticket[];
}

const readInbox = async (): Promise<void> => {
  const { inbox } = desk.get();
  const { now, more, tickets } = await request<InboxAnswer>(`/v1/desk/tickets?inbox=${inbox}`);
  // Another one was chosen meanwhile.
  if (inbox !== desk.get().inbox) return;
  desk.set({ tickets, more, aheadMs: Date.parse(now) - Date.now() });
};

const readTicket = async (): Promise<void> => {
  const { chosen } = desk.get();
  if (chosen === undefined) return;
  const ticket = await request<Ticket>(`/v1/desk/tickets/${chosen}`);
  if (chosen === desk.get().chosen) desk.set({ ticket });
};

/** Reads again what is shown. */
export const refresh = (): Promise<void> =>
  tried(async () => {
    await Promise.all([readInbox(), readTicket()]);
  });

const hear = (frame: Frame): void => {
  const { events, typing, present } = desk.get();
  if (frame.type === 'desk') void refresh();
  if (frame.type === 'event')
    // Who has said it does not type it any more.
    desk.set({ events: [...events, frame.event], ...(frame.event.type === 'message.sent' && { typing: new Map() }) });
  if (frame.type === 'typing') {
    desk.set({ typing: hearDoing(typing, frame, Date.now()) });
    setTimeout(() => desk.set({}), BELIEVED_MS.typing);
  }
  if (frame.type === 'presence') desk.set({ present: hearDoing(present, frame, Date.now()) });
};

const begin = async (operator: Operator): Promise<void> => {
  desk.set({ operator, notice: '' });
  live = connectLive({
    path: '/v1/desk/live',
    onFrame: hear,
    onState: (connection) => {
      if (connection === 'ended') return signedOut();
      desk.set({ connection });
      // What changed while nobody listened.
      if (connection === 'open') void refresh();
    },
  });
  await refresh();
  const linked = location.hash.slice(1);
  if (linked !== '') choose(linked);
};

/** Finds out who is signed in, and begins. */
export const enter = async (): Promise<void> => {
  const operator = await request<Operator>('/v1/desk/session').catch(() => null);
  if (operator === null) desk.set({ operator });
  else await begin(operator);
};

/** Signs in with a token. @throws Refused */
export const signIn = async (token: string): Promise<void> =>
  begin(await request<Operator>('/v1/desk/session', { method: 'POST', body: { token } }));

/** Signs out in this browser. */
export const signOut = (): Promise<void> =>
  tried(async () => {
    await request('/v1/desk/session', { method: 'DELETE' });
    signedOut();
  });

/** Lists other tickets. */
export const showInbox = (inbox: InboxName): void => {
  desk.set({ inbox, tickets: undefined });
  void refresh();
};

/** Looks at a ticket; undefined looks at none. */
export const choose = (conversationId: string | undefined): void => {
  if (conversationId === desk.get().chosen) return;
  const ticket = desk.get().tickets?.find((each) => each.conversationId === conversationId);
  desk.set({ chosen: conversationId, ticket, events: [], typing: new Map(), present: new Map(), notice: '' });
  history.replaceState(null, '', conversationId === undefined ? location.pathname : `#${conversationId}`);
  live?.follow(conversationId);
  if (conversationId !== undefined) void tried(readTicket);
};

/** Keeps what is being written. */
export const write = (writing: Writing): void => {
  const { chosen, writing: all } = desk.get();
  if (chosen === undefined) return;
  desk.set({ writing: { ...all, [chosen]: writing } });
  if (writing.text !== '') live?.typing();
};

type Act = 'take' | 'return' | 'reply' | 'close';

const DONE: Readonly<Record<Act, string>> = {
  take: 'The ticket is yours.',
  return: 'The ticket is handed back.',
  reply: 'Sent.',
  close: 'The ticket is closed.',
};

/** Does something with the ticket that is looked at; whether it was done. */
export const act = async (what: Act, body: object = {}): Promise<boolean> => {
  const { chosen, busy } = desk.get();
  if (chosen === undefined || busy) return false;
  let done = false;
  desk.set({ busy: true, notice: '' });
  await tried(async () => {
    await request(`/v1/desk/tickets/${chosen}/${what}`, { method: 'POST', body });
    done = true;
    tell(DONE[what]);
  });
  desk.set({ busy: false });
  await refresh();
  return done;
};

/** Sends what is written. */
export const send = async ({ text, draft }: Writing): Promise<void> => {
  if (text.trim() !== '' && (await act('reply', { text: text.trim(), draft }))) write(BLANK);
};
