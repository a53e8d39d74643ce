import { createHttpApp } from '@troupe/agent-sdk/http';
import type { Metrics, Tracing } from '@troupe/observability';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { conversationRoutes, type ConversationRoutesOptions } from '../conversations/conversation-routes.ts';
import { featureRoutes } from '../features/feature-routes.ts';
import { orderRoutes } from '../orders/order-routes.ts';
import { ticketRoutes } from '../tickets/ticket-routes.ts';
import { liveRoutes } from '../live/live-routes.ts';
import type { Live } from '../live/live.ts';
import type { PageFiles } from '../pages/page-files.ts';
import { pageRoutes } from '../pages/page-routes.ts';
import { createDoor, type DoorOptions } from '../requests/door.ts';
import { chatRoutes } from '../desk/chat-routes.ts';
import type { DeskOptions } from '../desk/desk-options.ts';
import { deskRoutes } from '../desk/desk-routes.ts';
import { SESSION_COOKIE } from '../identity/sessions.ts';
import { sessionRoutes } from '../identity/session-routes.ts';
import { addRateLimits, type RateLimitOptions } from './rate-limits.ts';

/** What the HTTP interface is made of. */
export interface AppOptions extends ConversationRoutesOptions, Pick<DoorOptions, 'intake' | 'backlog'> {
  readonly clock: () => number;
  readonly rates: RateLimitOptions;
  /** Absent where there is neither a desk nor a chat. */
  readonly desk?: DeskParts;
  /** Addresses or networks of proxies whose X-Forwarded-For is believed. Default: nobody's. */
  readonly trustedProxies?: string;
  readonly metrics?: Pick<Metrics, 'edgeRefused'>;
  readonly log: Logger;
  readonly tracing?: Tracing;
  /** Of the interface's description. */
  readonly version: string;
}

/** What the desk adds to the interface. */
export type DeskParts = Pick<DeskOptions, 'identity' | 'db' | 'levels'> & {
  readonly live: Live;
  readonly pages: PageFiles;
};

const TITLE = 'Troupe gateway';
const DESCRIPTION = 'Where orders, wished-for features and tickets enter, and where they are followed';

/** The gateway's HTTP interface, ready for `app.routing`. */
export const createApp = async (options: AppOptions): Promise<FastifyInstance> => {
  const { version, intake, backlog, metrics, rates, clock, desk } = options;
  const info = { title: TITLE, description: DESCRIPTION, version };
  const app = await createHttpApp({ ...options, info, ...(desk && { openapi: { components: { securitySchemes } } }) });
  const checkRates = await addRateLimits(app, rates);
  const door = createDoor({ intake, backlog, checkRates, ...(metrics && { metrics }) });
  orderRoutes(app, { door, clock });
  featureRoutes(app, { door });
  ticketRoutes(app, { door, ...desk });
  conversationRoutes(app, options);
  if (desk !== undefined) await addDesk(app, { ...desk, door, intake, clock });
  await app.ready();
  return app;
};

const addDesk = async (app: FastifyInstance, options: DeskOptions & DeskParts): Promise<void> => {
  await liveRoutes(app, options);
  sessionRoutes(app, options);
  deskRoutes(app, options);
  chatRoutes(app, options);
  pageRoutes(app, options);
};

/** Ways to say who asks, for the description. */
const securitySchemes = {
  operator: { type: 'http', scheme: 'bearer', description: 'The token of an operator' },
  session: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE },
  customer: {
    type: 'http',
    scheme: 'bearer',
    description: 'The token in links.chat of the answer to POST /v1/tickets',
  },
};
