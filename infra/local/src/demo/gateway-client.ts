import { z } from 'zod';

const timelineEvent = z.object({
  position: z.number(),
  id: z.string(),
  type: z.string(),
  source: z.string(),
  appendedAt: z.string(),
  data: z.unknown(),
});
const accepted = z.object({ conversationId: z.string() });

/** An event of a conversation as the gateway tells it. */
export type TimelineEvent = z.infer<typeof timelineEvent>;

/** A request that the gateway refused. */
export class Refused extends Error {}

/** How a conversation is followed. */
export interface Following {
  /** Whether these are enough. */
  readonly isOver: (events: readonly TimelineEvent[]) => boolean;
  /** Told all that there are whenever there are more. Default: nobody is. */
  readonly onEvents?: (events: readonly TimelineEvent[]) => void;
}

/** The gateway's HTTP interface as far as the demo uses it. */
export interface GatewayClient {
  /** Places an order and gives its conversation. Tries again while the gateway asks for that. @throws Refused */
  placeOrder(order: unknown, idempotencyKey: string): Promise<string>;
  /** Takes an order back. @throws Refused */
  cancelOrder(conversationId: string, cancellation: unknown, idempotencyKey: string): Promise<void>;
  /** Asks for a feature and gives its conversation, as `placeOrder`. @throws Refused */
  requestFeature(feature: unknown, idempotencyKey: string): Promise<string>;
  /** Answers what is asked about a feature. @throws Refused */
  answerFeature(conversationId: string, answers: unknown, idempotencyKey: string): Promise<void>;
  /** Opens a ticket and gives its conversation, as `placeOrder`. @throws Refused */
  openTicket(ticket: unknown, idempotencyKey: string): Promise<string>;
  /** Events of a conversation as they happen, from the first, until there are enough. Reconnects where it was. */
  follow(conversationId: string, following: Following, signal: AbortSignal): Promise<readonly TimelineEvent[]>;
}

/** A client of the gateway at this address. */
export const gatewayClient = (url: string): GatewayClient => ({
  placeOrder: async (order, idempotencyKey) =>
    accepted.parse(await (await post(`${url}/v1/orders`, order, idempotencyKey)).json()).conversationId,
  cancelOrder: async (conversationId, cancellation, idempotencyKey) =>
    void (await post(`${url}/v1/orders/${conversationId}/cancellation`, cancellation, idempotencyKey)),
  requestFeature: async (feature, idempotencyKey) =>
    accepted.parse(await (await post(`${url}/v1/features`, feature, idempotencyKey)).json()).conversationId,
  answerFeature: async (conversationId, answers, idempotencyKey) =>
    void (await post(`${url}/v1/features/${conversationId}/answers`, answers, idempotencyKey)),
  openTicket: async (ticket, idempotencyKey) =>
    accepted.parse(await (await post(`${url}/v1/tickets`, ticket, idempotencyKey)).json()).conversationId,
  follow: async (conversationId, following, signal) => {
    const events: TimelineEvent[] = [];
    while (!following.isOver(events)) {
      signal.throwIfAborted();
      try {
        await followOnce(`${url}/v1/conversations/${conversationId}/events`, events, following, signal);
      } catch (error) {
        if (signal.aborted) throw error;
        await retryPause(signal);
      }
    }
    return events;
  },
});

const TRIES = 20;

const post = async (url: string, body: unknown, idempotencyKey: string): Promise<Response> => {
  const headers = { 'content-type': 'application/json', 'idempotency-key': idempotencyKey };
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    if (response.ok) return response;
    const text = await response.text();
    if (![429, 503].includes(response.status) || attempt === TRIES) throw new Refused(`${response.status} ${text}`);
    await retryPause();
  }
};

const RETRY_MS = 250;

const retryPause = (signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, RETRY_MS);
    signal?.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });

const followOnce = async (
  url: string,
  events: TimelineEvent[],
  { isOver, onEvents }: Following,
  signal: AbortSignal,
): Promise<void> => {
  const stop = new AbortController();
  const lastId = events.at(-1)?.position;
  const headers = lastId === undefined ? {} : { 'last-event-id': String(lastId) };
  const response = await fetch(url, { headers, signal: AbortSignal.any([signal, stop.signal]) });
  if (!response.ok || response.body === null) throw new Error(`${response.status} from ${url}`);
  let rest = '';
  try {
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      const { messages, remainder } = splitMessages(rest + chunk);
      rest = remainder;
      events.push(...messages.map((data) => timelineEvent.parse(JSON.parse(data))));
      if (messages.length > 0) onEvents?.([...events]);
      if (isOver(events)) return;
    }
  } finally {
    stop.abort();
  }
};

/** The data of each complete server-sent event in `text`, and what follows the last of them. Comments carry no data. */
export const splitMessages = (text: string): { readonly messages: readonly string[]; readonly remainder: string } => {
  const blocks = text.split('\n\n');
  const remainder = blocks.pop() ?? '';
  const dataOf = (block: string): string =>
    block
      .split('\n')
      .filter((line) => line.startsWith('data:'))
      .map((line) => line.slice(5).trimStart())
      .join('\n');
  return { messages: blocks.map(dataOf).filter((data) => data.startsWith('{')), remainder };
};
