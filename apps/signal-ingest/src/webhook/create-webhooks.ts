import { createHttpApp, Problem, tryAgain, unfit } from '@troupe/agent-sdk/http';
import type { Tracing } from '@troupe/observability';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { WebhookFeed } from '../feeds.ts';
import { createAllowance, type Allowance } from './allowance.ts';
import type { Receipt } from './receive-delivery.ts';
import { signedAt } from './signature.ts';

/** A source that is delivered to, with the secret that its deliveries are signed with. */
export interface Webhook {
  readonly feed: WebhookFeed;
  readonly secret: string;
}

/** A delivery whose signature is right. */
export interface SignedDelivery {
  readonly items: readonly unknown[];
  readonly signature: string;
  /** When it was signed, in milliseconds since 1970. */
  readonly atMs: number;
}

/** What the interface is made of. */
export interface WebhooksOptions {
  readonly webhooks: readonly Webhook[];
  readonly receive: (feed: WebhookFeed, delivery: SignedDelivery) => Promise<Receipt>;
  readonly clock: () => number;
  readonly log: Logger;
  readonly tracing?: Tracing;
}

const SIGNATURE_HEADER = 'x-troupe-signature';
const LARGEST_BODY = 262_144;
const MOST_ITEMS = 2_000;
const INFO = {
  title: 'Troupe signals',
  description: 'Takes what sources deliver themselves',
  version: '1.0.0',
};

type Known = Webhook & { readonly allowance: Allowance };

const itemsIn = (body: Buffer): readonly unknown[] => {
  let json: unknown;
  try {
    json = JSON.parse(body.toString('utf8'));
  } catch {
    throw unfit([{ field: 'body', message: 'must be JSON' }]);
  }
  const items: readonly unknown[] = Array.isArray(json) ? json : [json];
  if (items.length > 0 && items.length <= MOST_ITEMS) return items;
  throw unfit([{ field: 'body', message: `must have 1 to ${MOST_ITEMS} items` }]);
};

/** What a request delivers. @throws Problem 401 without the right signature · 429 · 400 */
const deliveryOf = ({ feed, secret, allowance }: Known, request: FastifyRequest, nowMs: number): SignedDelivery => {
  const header = request.headers[SIGNATURE_HEADER];
  const signature = typeof header === 'string' ? header : '';
  // The parser below leaves every body as it came; a request without one has none.
  const body = (request.body as Buffer | undefined) ?? Buffer.alloc(0);
  const atMs = signedAt(secret, { source: feed.source, body }, { header: signature, nowMs });
  if (atMs === undefined)
    throw new Problem(401, `Sign the delivery in ${SIGNATURE_HEADER}: see the README of signal-ingest`);
  const waitMs = allowance.take(nowMs);
  if (waitMs > 0)
    throw tryAgain(429, `${feed.source} takes ${feed.perMinute} deliveries a minute`, Math.ceil(waitMs / 1_000));
  return { items: itemsIn(body), signature, atMs };
};

/** The interface that sources deliver to: `POST /v1/signals/<source>`, ready for requests. */
export const createWebhooks = async (options: WebhooksOptions): Promise<FastifyInstance> => {
  const { webhooks, receive, clock, log, tracing } = options;
  const known = new Map<string, Known>(
    webhooks.map((webhook) => [
      webhook.feed.source,
      { ...webhook, allowance: createAllowance(webhook.feed.perMinute) },
    ]),
  );
  const app = await createHttpApp({ log, info: INFO, ...(tracing && { tracing }) });
  // Signed are the bytes as they came.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: LARGEST_BODY },
    (_request, body, done) => {
      done(null, body);
    },
  );
  app.post<{ Params: { source: string } }>(
    '/v1/signals/:source',
    { bodyLimit: LARGEST_BODY },
    async (request, reply) => {
      const webhook = known.get(request.params.source);
      if (webhook === undefined) throw new Problem(404, 'No such source is delivered to');
      const receipt = await receive(webhook.feed, deliveryOf(webhook, request, clock()));
      return reply.code(202).send(receipt);
    },
  );
  await app.ready();
  return app;
};
