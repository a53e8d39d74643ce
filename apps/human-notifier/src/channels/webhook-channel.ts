import { signatureOf } from './sign.ts';
import { Rejected, type Channel } from './channel.ts';

/** Where a webhook is, and what is sent there. */
export interface WebhookOptions {
  readonly url: string;
  /** Shared with the receiver. Default: nothing is signed. */
  readonly secret?: string;
  /** Milliseconds since 1970 UTC. Default: the system's clock. */
  readonly clock?: () => number;
}

const TIMEOUT_MS = 10_000;
const TOO_MANY = 429;
const REQUEST_TIMEOUT = 408;

/** A receiver that is busy or broken may take it later; one that says no will say so again. */
const isFinal = (status: number): boolean => status < 500 && status !== TOO_MANY && status !== REQUEST_TIMEOUT;

const signed = (body: string, { secret, clock = Date.now }: WebhookOptions): Record<string, string> => {
  if (secret === undefined) return {};
  const timestamp = Math.floor(clock() / 1_000);
  return { 'x-troupe-timestamp': String(timestamp), 'x-troupe-signature': signatureOf(body, { secret, timestamp }) };
};

/** Posts JSON that Slack and what is compatible with it take: `{ "text": … }`. Follows no redirect. */
export const webhookChannel = (options: WebhookOptions): Channel => ({
  name: 'webhook',
  send: async ({ text, key }, signal) => {
    const body = JSON.stringify({ text });
    const answer = await fetch(options.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key, ...signed(body, options) },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    // What it says is not looked at, and an unread body would hold its connection.
    await answer.body?.cancel();
    if (answer.ok) return { proof: `HTTP ${answer.status}`, messageId: key };
    const why = `the webhook answered with HTTP ${answer.status}`;
    throw isFinal(answer.status) ? new Rejected(why) : new Error(why);
  },
});
