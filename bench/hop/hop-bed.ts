import { deriveId, TransactionCreated } from '@troupe/contracts';
import { provision, type LocalStack } from '@troupe/local-stack';
import { connectKafka, createRegistryCodec, toHeaders, type Messaging } from '@troupe/messaging';
import { startWorker, type Worker } from '../lib/worker.ts';
import { DUE_HEADER } from './protocol.ts';

/** Where a hop is measured: topics of its own, and the way to fill them. */
export interface HopBed {
  readonly messaging: Messaging;
  /** The id of the event of this number. */
  idOf(index: number): string;
  /** Sends the event of this number; its conversation is its own unless another is named. */
  send(index: number, dueNs: bigint, conversation?: string): Promise<void>;
  /** Starts one who answers, as a process of its own, and waits until it reads. */
  startWorker(file: string, options?: { args?: readonly string[]; handlerMs?: number; core?: number }): Promise<Worker>;
  close(): Promise<void>;
}

const order = (index: number) =>
  TransactionCreated({
    customerId: `customer-${index % 500}`,
    placedAt: 1_291_191_960_000 + index,
    country: 'GB',
    currency: 'GBP',
    totalMinor: 1_530,
    lines: [
      { sku: '85123A', description: 'WHITE HANGING HEART T-LIGHT HOLDER', quantity: 6, unitPriceMinor: 255 },
      { sku: '71053', description: 'WHITE METAL LANTERN', quantity: 6, unitPriceMinor: 339 },
    ],
  }).data;

const eventIdOf = (prefix: string, index: number): string => deriveId('bench-event', prefix, index);

const createSend = async (messaging: Messaging, registryUrl: string, prefix: string) => {
  const publisher = await messaging.publisher();
  const codec = createRegistryCodec({ url: registryUrl, prefix });
  return async (index: number, dueNs: bigint, conversation = deriveId('bench', prefix, index)): Promise<void> => {
    const envelope = {
      id: eventIdOf(prefix, index),
      type: TransactionCreated.type,
      source: 'bench',
      timeMs: Date.now(),
      conversationId: conversation,
      lamport: 0,
      hops: 64,
      tenant: 'default',
    };
    const value = await codec.encode(TransactionCreated, order(index));
    const headers = { ...toHeaders(envelope), [DUE_HEADER]: String(dueNs) };
    await publisher.publish([{ topic: TransactionCreated.type, key: conversation, value, headers }]);
  };
};

/** Makes topics and subjects under a prefix of their own. */
export const openHopBed = async (stack: LocalStack, name: string, partitions = 6): Promise<HopBed> => {
  const { kafkaBrokers: brokers, schemaRegistryUrl: registryUrl, databaseUrl } = stack;
  const prefix = `bench-${name}.`;
  await provision({ kafkaBrokers: brokers, schemaRegistryUrl: registryUrl, prefix, partitions }, []);
  const messaging = connectKafka({ brokers, clientId: 'bench', prefix, partitions });
  return {
    messaging,
    idOf: (index) => eventIdOf(prefix, index),
    send: await createSend(messaging, registryUrl, prefix),
    startWorker: (file, { args = [], handlerMs = 0, core } = {}) =>
      startWorker(
        new URL(file, import.meta.url),
        { brokers, registryUrl, databaseUrl, prefix, partitions, group: `bench-${name}`, handlerMs },
        { args, core },
      ),
    close: () => messaging.close(),
  };
};
