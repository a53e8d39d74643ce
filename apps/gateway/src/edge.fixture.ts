import { randomUUID } from 'node:crypto';
import { requestId } from '@troupe/contracts';
import type { OutgoingRecord } from '@troupe/messaging';
import { isolated, type IsolatedStack } from '@troupe/testing';
import type { LightMyRequestResponse } from 'fastify';
import {
  gatewayUnderTest,
  playedLedger,
  playedPublisher,
  type GatewayUnderTest,
  type PlayedLedger,
  type PlayedPublisher,
} from './gateway.fixture.ts';

/** How a request is sent, where it is not as most are. */
export interface Sending {
  /** Default: one of its own. */
  readonly key?: string;
  readonly url?: string;
  readonly to?: GatewayUnderTest;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A gateway that a spec sends requests to, and what it publishes. */
export interface Edge {
  readonly place: IsolatedStack;
  readonly gateway: GatewayUnderTest;
  readonly ledger: PlayedLedger;
  readonly kafka: PlayedPublisher;
  /** Sends a body: as JSON, unless it is text. */
  post(body: unknown, sending?: Sending): Promise<LightMyRequestResponse>;
  /** What the request under this key became. */
  publishedUnder(key: string): readonly OutgoingRecord[];
  /** What was published in a conversation, in order. */
  topicsOf(conversationId: string): readonly string[];
  close(): Promise<void>;
}

/** Opens one with a database of its own; `url` is where requests go that do not say otherwise. */
export const openEdge = async (name: string, url: string): Promise<Edge> => {
  const [kafka, ledger, place] = [playedPublisher(), playedLedger(), await isolated(name)];
  const gateway = await gatewayUnderTest({ url: place.databaseUrl, ledger, publisher: kafka.publisher });
  return {
    ...{ place, gateway, ledger, kafka },
    post: (body, { key = randomUUID(), url: other = url, to = gateway, headers = {} } = {}) =>
      to.app.inject({
        method: 'POST',
        url: other,
        headers: { 'idempotency-key': key, 'content-type': 'application/json', ...headers },
        payload: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    publishedUnder: (key) => kafka.published.filter(({ headers }) => headers['ce_id'] === requestId('default', key)),
    topicsOf: (conversationId) => kafka.published.filter(({ key }) => key === conversationId).map(({ topic }) => topic),
    close: async () => {
      await gateway.close();
      await place.drop();
    },
  };
};
