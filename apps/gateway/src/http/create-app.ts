import { createHttpApp } from '@troupe/agent-sdk/http';
import type { Metrics, Tracing } from '@troupe/observability';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { conversationRoutes, type ConversationRoutesOptions } from '../conversations/conversation-routes.ts';
import { featureRoutes } from '../features/feature-routes.ts';
import { orderRoutes } from '../orders/order-routes.ts';
import { ticketRoutes } from '../tickets/ticket-routes.ts';
import { createDoor, type DoorOptions } from '../requests/door.ts';
import { addRateLimits, type RateLimitOptions } from './rate-limits.ts';

/** What the HTTP interface is made of. */
export interface AppOptions extends ConversationRoutesOptions, Pick<DoorOptions, 'intake' | 'backlog'> {
  readonly clock: () => number;
  readonly rates: RateLimitOptions;
  /** Addresses or networks of proxies whose X-Forwarded-For is believed. Default: nobody's. */
  readonly trustedProxies?: string;
  readonly metrics?: Pick<Metrics, 'edgeRefused'>;
  readonly log: Logger;
  readonly tracing?: Tracing;
  /** Of the interface's description. */
  readonly version: string;
}

const TITLE = 'Troupe gateway';
const DESCRIPTION = 'Where orders, wished-for features and tickets enter, and where they are followed';

/** The gateway's HTTP interface, ready for `app.routing`. */
export const createApp = async (options: AppOptions): Promise<FastifyInstance> => {
  const { version, intake, backlog, metrics, rates, clock } = options;
  const app = await createHttpApp({ ...options, info: { title: TITLE, description: DESCRIPTION, version } });
  const checkRates = await addRateLimits(app, rates);
  const door = createDoor({ intake, backlog, checkRates, ...(metrics && { metrics }) });
  orderRoutes(app, { door, clock });
  featureRoutes(app, { door });
  ticketRoutes(app, { door });
  conversationRoutes(app, options);
  await app.ready();
  return app;
};
