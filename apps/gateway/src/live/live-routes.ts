import websocket from '@fastify/websocket';
import { tryAgain } from '@troupe/agent-sdk/http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { DeskOptions } from '../desk/desk-options.ts';
import { findTicket } from '../desk/ticket-rows.ts';
import { conversationIdIn, tenantOf } from '../http/request-facts.ts';
import { chatOf, demandOwnOrigin, operatorOf } from '../identity/who-asks.ts';
import { LARGEST_FRAME } from './frames.ts';
import type { Live } from './live.ts';
import { asCustomersSee, type Viewer } from './viewer.ts';

/** What the routes of WebSockets are made of. */
export interface LiveRoutesOptions extends Pick<DeskOptions, 'identity' | 'db'> {
  readonly live: Live;
}

/** What a chat's page asks for besides bringing its token, since a browser lets pages set no header there. */
const CHAT_PROTOCOL = 'troupe.chat';

/** WebSockets at /v1/desk/live and /v1/chat/:conversationId/live. Who may not connect gets a problem, and no WebSocket. */
export const liveRoutes = async (app: FastifyInstance, options: LiveRoutesOptions): Promise<void> => {
  const { live } = options;
  await app.register(websocket, {
    options: {
      maxPayload: LARGEST_FRAME,
      handleProtocols: (protocols: Set<string>) => (protocols.has(CHAT_PROTOCOL) ? CHAT_PROTOCOL : false),
    },
    // How a connection breaks is its client's matter.
    errorHandler: (_error, socket) => socket.terminate(),
  });
  const route = (path: string, viewerOf: (request: FastifyRequest) => Viewer): void => {
    const preValidation = async (request: FastifyRequest): Promise<void> => {
      if (request.headers.origin !== undefined) demandOwnOrigin(request, options.identity);
      viewerOf(request);
      if (!live.hasRoom()) throw tryAgain(503, 'Too many are connected here');
      return Promise.resolve();
    };
    app.get(path, { websocket: true, preValidation, exposeHeadRoute: false }, (socket, request) =>
      live.open(socket, viewerOf(request)),
    );
  };
  route('/v1/desk/live', (request) => operatorViewer(request, options));
  route('/v1/chat/:conversationId/live', (request) => customerViewer(request, options));
};

const isThere = (check: () => unknown): boolean => {
  try {
    check();
    return true;
  } catch {
    return false;
  }
};

/** An operator sees every event of every ticket of their tenant. */
const operatorViewer = (request: FastifyRequest, { identity, db }: LiveRoutesOptions): Viewer => {
  const { name } = operatorOf(request, identity);
  const tenant = tenantOf(request);
  return {
    who: name,
    side: 'operator',
    seesDesk: true,
    mayFollow: async (conversationId) => (await findTicket(db, { tenant, conversationId })) !== undefined,
    shown: (event) => event,
    isWelcome: () => isThere(() => operatorOf(request, identity)),
  };
};

const chatTokenIn = ({ headers }: FastifyRequest): string | undefined =>
  (headers['sec-websocket-protocol'] ?? '')
    .split(',')
    .map((part) => part.trim())
    .find((part) => part !== '' && part !== CHAT_PROTOCOL);

/** A customer sees what is said to them in the conversation that their token opens. */
const customerViewer = (request: FastifyRequest, { identity }: LiveRoutesOptions): Viewer => {
  const asked = { tenant: tenantOf(request), conversationId: conversationIdIn(request) };
  const { conversationId } = chatOf(chatTokenIn(request), asked, identity);
  return {
    who: 'customer',
    side: 'customer',
    seesDesk: false,
    mayFollow: (wanted) => Promise.resolve(wanted === conversationId),
    shown: asCustomersSee,
    isWelcome: () => true,
  };
};
