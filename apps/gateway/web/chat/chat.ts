import { request, Refused } from '../shared/api.ts';
import { BELIEVED_MS, hearDoing, type Doings } from '../shared/doings.ts';
import { connectLive, type Connection, type Frame, type Live } from '../shared/live.ts';
import { createStore, type Store } from '../shared/store.ts';
import type { ConversationEvent } from '../shared/transcript.ts';

/** A conversation, and the token that opens it. */
export interface Chat {
  readonly conversationId: string;
  readonly token: string;
}

/** All that the page shows. */
export interface ChatState {
  /** Undefined before there is one. */
  readonly chat: Chat | undefined;
  readonly closed: boolean;
  readonly servedBy: string | null;
  readonly events: readonly ConversationEvent[];
  readonly typing: Doings;
  readonly connection: Connection;
  readonly problem: string;
  readonly busy: boolean;
}

const FIRST: ChatState = {
  chat: undefined,
  closed: false,
  servedBy: null,
  events: [],
  typing: new Map(),
  connection: 'connecting',
  problem: '',
  busy: false,
};

/** The one store of the page. */
export const chatting: Store<ChatState> = createStore(FIRST);

let live: Live | undefined;

/** The conversation that a token names; undefined for a text that is none. */
const chatIn = (token: string): Chat | undefined => {
  try {
    const [claims = ''] = token.split('.');
    const read = JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/'))) as Partial<Chat>;
    return typeof read.conversationId === 'string' ? { conversationId: read.conversationId, token } : undefined;
  } catch {
    return undefined;
  }
};

const tried = async (run: () => Promise<void>): Promise<void> => {
  chatting.set({ busy: true, problem: '' });
  try {
    await run();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { code } = error.problem;
    if (code === 'TICKET_CLOSED') chatting.set({ closed: true });
    else if (error.problem.status === 401 || error.problem.status === 403)
      leave('This link does not open a conversation any more.');
    else chatting.set({ problem: error.message });
  } finally {
    chatting.set({ busy: false });
  }
};

const hear = (frame: Frame): void => {
  const { events, typing } = chatting.get();
  if (frame.type === 'typing') {
    chatting.set({ typing: hearDoing(typing, frame, Date.now()) });
    setTimeout(() => chatting.set({}), BELIEVED_MS.typing);
  }
  if (frame.type !== 'event') return;
  const { event } = frame;
  // Who has said it does not type it any more.
  chatting.set({ events: [...events, event], ...(event.type === 'message.sent' && { typing: new Map() }) });
  if (event.type === 'ticket.taken')
    chatting.set({ servedBy: typeof event.data['by'] === 'string' ? event.data['by'] : null });
  if (event.type === 'ticket.returned') chatting.set({ servedBy: null });
  if (event.type === 'ticket.closed') chatting.set({ closed: true, servedBy: null });
};

interface ChatAnswer {
  readonly servedBy: string | null;
  readonly closed: boolean;
}

const join = async (chat: Chat): Promise<void> => {
  const { conversationId, token } = chat;
  const { servedBy, closed } = await request<ChatAnswer>(`/v1/chat/${conversationId}`, { token });
  chatting.set({ chat, servedBy, closed });
  live = connectLive({
    path: `/v1/chat/${conversationId}/live`,
    protocols: ['troupe.chat', token],
    onFrame: hear,
    onState: (connection) => chatting.set({ connection }),
  });
  live.follow(conversationId);
};

/** Leaves a conversation in this browser, and says why. */
export const leave = (problem = ''): void => {
  live?.close();
  live = undefined;
  history.replaceState(null, '', location.pathname);
  chatting.set({ ...FIRST, problem });
};

/** Goes on with the conversation that the address has the token of. */
export const resume = async (): Promise<void> => {
  const chat = chatIn(location.hash.slice(1));
  if (chat !== undefined) await tried(() => join(chat));
};

/** Opens a conversation. */
export const start = (customerId: string, text: string): Promise<void> =>
  tried(async () => {
    const body = { customerId, text, channel: 'chat' };
    const { links } = await request<{ readonly links: { readonly chat: string } }>('/v1/tickets', {
      method: 'POST',
      body,
    });
    // Whoever keeps the address can come back to the conversation.
    history.replaceState(null, '', links.chat);
    const chat = chatIn(location.hash.slice(1));
    if (chat !== undefined) await join(chat);
  });

/** Says something; whether it was taken. */
export const say = async (text: string): Promise<boolean> => {
  const { chat } = chatting.get();
  let done = false;
  await tried(async () => {
    if (chat === undefined) return;
    await request(`/v1/chat/${chat.conversationId}/messages`, { method: 'POST', body: { text }, token: chat.token });
    done = true;
  });
  return done;
};

/** Says that the customer types. */
export const typing = (): void => live?.typing();
