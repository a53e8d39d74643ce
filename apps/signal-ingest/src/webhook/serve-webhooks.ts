import type { ServiceConfig, ServiceContext } from '@troupe/agent-sdk';
import { TroupeError } from '@troupe/contracts';
import type { WebhookFeed } from '../feeds.ts';
import { createWebhooks, type Webhook } from './create-webhooks.ts';
import { receiveDelivery, type ReceivingParts } from './receive-delivery.ts';

const SHORTEST_SECRET = 16;

/** A source with its secret. @throws TroupeError CONFIG_INVALID when the environment has none that is long enough */
const webhookOf = (feed: WebhookFeed, environment: NodeJS.ProcessEnv): Webhook => {
  const secret = environment[feed.secretFrom] ?? '';
  if (secret.length >= SHORTEST_SECRET) return { feed, secret };
  throw new TroupeError(
    'CONFIG_INVALID',
    `The source ${feed.source} takes its secret from ${feed.secretFrom}: set that to at least ${SHORTEST_SECRET} characters`,
  );
};

/**
 * Answers on the port of the service for sources that deliver themselves, until the service ends.
 * @throws TroupeError CONFIG_INVALID for a source without a secret
 */
export const serveWebhooks = async (
  feeds: readonly WebhookFeed[],
  parts: ReceivingParts,
  { log, tracing, serve, defer }: ServiceContext<ServiceConfig<unknown>>,
): Promise<void> => {
  if (feeds.length === 0) return;
  const app = await createWebhooks({
    webhooks: feeds.map((feed) => webhookOf(feed, process.env)),
    receive: (feed, delivery) => receiveDelivery(feed, delivery, parts),
    clock: Date.now,
    log,
    ...(tracing && { tracing }),
  });
  defer(() => app.close());
  serve((request, response) => app.routing(request, response));
};
