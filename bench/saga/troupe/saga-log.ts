import { deadLetterTopicSpec, EVERY_AGENT_PUBLISHES, FLEET_TOPICS } from '@troupe/agent-sdk';
import { AGENT_EVENT_TYPES, deriveId } from '@troupe/contracts';
import { connectKafka, createRegistryCodec, registerSchemas, toHeaders } from '@troupe/messaging';
import { createCatalogue } from '@troupe/saga-coordinator';
import type { PeerEnvironment } from '../../lib/peer/contract.ts';
import { createPending } from '../../lib/peer/serve-peer.ts';
import { benchSaga } from './bench.saga.ts';
import { BENCH_EVENTS, Requested, Resolved } from './events.ts';

/** The log that sagas run through, from the outside: events that ask for one go in, resolutions come out. */
export interface SagaLog {
  /** Asks for a saga; resolves when its resolution comes out of the log. */
  run(saga: string, payload: string): Promise<void>;
  close(): Promise<void>;
}

const { consumes, publishes } = createCatalogue([benchSaga]);
/** With what operators say, which the coordinator reads and publishes whatever sagas it has. */
const EVENTS = [...new Set([...BENCH_EVENTS, ...EVERY_AGENT_PUBLISHES, ...consumes, ...publishes])];
const AGENTS = ['bench-accept', 'bench-first', 'bench-second', 'bench-third'];

type LogEnvironment = Pick<PeerEnvironment, 'brokers' | 'registryUrl' | 'prefix' | 'partitions'>;

/** Makes topics and subjects, and follows the resolutions. */
export const openSagaLog = async ({ brokers, registryUrl, prefix, partitions }: LogEnvironment): Promise<SagaLog> => {
  await registerSchemas({ url: registryUrl, prefix }, [...EVENTS, ...AGENT_EVENT_TYPES]);
  const messaging = connectKafka({ brokers, clientId: 'bench', prefix, partitions });
  const dead = [...AGENTS, 'saga-coordinator'].map(deadLetterTopicSpec);
  await messaging.topics().apply([...EVENTS.map(({ type }) => ({ topic: type })), ...FLEET_TOPICS, ...dead]);
  const publisher = await messaging.publisher();
  const codec = createRegistryCodec({ url: registryUrl, prefix });
  const pending = createPending();
  const tail = messaging.tail({ topics: [Resolved.type], onRecord: ({ key }) => pending.end(key ?? '') });
  await tail.start();
  return {
    run: async (saga, payload) => {
      const ended = pending.ended(saga);
      const envelope = {
        id: deriveId('bench-event', prefix, saga),
        type: Requested.type,
        source: 'bench',
        timeMs: Date.now(),
        conversationId: saga,
        lamport: 0,
        hops: 64,
        tenant: 'default',
      };
      const value = await codec.encode(Requested, { text: payload });
      await publisher.publish([{ topic: Requested.type, key: saga, value, headers: toHeaders(envelope) }]);
      await ended;
    },
    close: async () => {
      await tail.stop();
      await messaging.close();
    },
  };
};
