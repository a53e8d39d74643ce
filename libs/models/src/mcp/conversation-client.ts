import { setTimeout as delay } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { TroupeError } from '@troupe/contracts';
import { z } from 'zod';

const accepted = z.object({
  conversationId: z.string(),
  links: z.object({ conversation: z.string(), events: z.string() }),
});
const conversation = z.looseObject({
  conversationId: z.string(),
  status: z.string(),
  resolvedAt: z.string().nullish(),
});

/** What a gateway took, and where it goes on. */
export type Accepted = z.infer<typeof accepted>;

/** A conversation as a gateway tells it. */
export type Conversation = z.infer<typeof conversation>;

/** Asks one gateway. */
export interface ConversationClient {
  /** The gateway's own description. @throws TroupeError DEPENDENCY_UNAVAILABLE */
  describe(): Promise<unknown>;
  /** Sends a request, again as long as the gateway says so. @throws TroupeError REQUEST_REFUSED · DEPENDENCY_UNAVAILABLE */
  begin(path: string, body: unknown, signal: AbortSignal): Promise<Accepted>;
  /** Waits until the conversation is resolved, or the signal aborts; then tells how it stands. */
  follow(accepted: Accepted, until: AbortSignal): Promise<Conversation>;
}

const MOST_ATTEMPTS = 5;
const PAUSE_MS = 1_000;

/** Events of a conversation that the gateway gives at once. */
const MOST_EVENTS = 500;

const refused = (status: number, text: string): TroupeError =>
  new TroupeError('REQUEST_REFUSED', `The gateway refuses it (${status}): ${text}`, { details: { status } });

const away = (status: number): TroupeError =>
  new TroupeError('DEPENDENCY_UNAVAILABLE', `The gateway cannot take it now (${status}): try again later`, {
    details: { dependency: 'gateway', status },
  });

const unreached = (gatewayUrl: string, cause: unknown): TroupeError =>
  new TroupeError('DEPENDENCY_UNAVAILABLE', `No gateway answers at ${gatewayUrl}: start one, or set GATEWAY_URL to where one listens`, { cause, details: { dependency: 'gateway' } }); // prettier-ignore

/** Reads a stream to its end. False when there is none; how it ends makes no difference: the conversation is looked at. */
const drain = async (response: Response): Promise<boolean> => {
  await response.text();
  return response.ok;
};

/** A client of the gateway at an address. */
export const conversationClient = (gatewayUrl: string): ConversationClient => {
  const at = (path: string): string => new URL(path, gatewayUrl).href;
  const read = async ({ conversationId, links }: Accepted): Promise<Conversation> => {
    const response = await fetch(`${at(links.conversation)}?limit=${MOST_EVENTS}`).catch(() => undefined);
    // Taken it is in any case, whoever is away now.
    return response?.ok === true ? conversation.parse(await response.json()) : { conversationId, status: 'accepted' };
  };
  const watch = async ({ links }: Accepted, until: AbortSignal): Promise<void> => {
    const events = `${at(links.events)}?until=resolved`;
    const ended = await fetch(events, { signal: until })
      .then(drain, () => false)
      .catch(() => false);
    // A stream that breaks, or cannot be had, is opened again after a while.
    if (!ended) await delay(PAUSE_MS, undefined, { signal: until }).catch(() => undefined);
  };
  return {
    describe: async () => {
      const response = await fetch(at('/docs/json')).catch((cause: unknown) => {
        throw unreached(gatewayUrl, cause);
      });
      return response.json();
    },
    begin: async (path, body, signal) => {
      const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
      const request = { method: 'POST', headers, body: JSON.stringify(body), signal };
      for (let attempt = 1; ; attempt += 1) {
        const response = await fetch(at(path), request);
        const text = await response.text();
        if (response.status === 202) return accepted.parse(JSON.parse(text));
        if (response.status !== 429 && response.status !== 503) throw refused(response.status, text);
        if (attempt === MOST_ATTEMPTS) throw away(response.status);
        await delay(Number(response.headers.get('retry-after') ?? 1) * 1_000, undefined, { signal });
      }
    },
    follow: async (taken, until) => {
      for (;;) {
        const now = await read(taken);
        if (until.aborted || typeof now.resolvedAt === 'string') return now;
        await watch(taken, until);
      }
    },
  };
};
