import { describe, expect, it } from '@jest/globals';
import BrokerPool from 'kafkajs/src/cluster/brokerPool.js';
import Cluster from 'kafkajs/src/cluster/index.js';
import Encoder from 'kafkajs/src/protocol/encoder.js';
import { patchKafkajs } from './kafkajs-patches.ts';

type Topics = readonly string[];
type AskBroker = (ask: (asked: { broker: { metadata: (topics: Topics) => object } }) => object | null) => object | null;

/** How a list of topics begins on the wire: with how many there are. */
const ALL = -1;
const countOf = (topics: Topics): number => new Encoder().writeNullableArray(topics).buffer.readInt32BE(0);

const askCluster = (withBroker: AskBroker, options?: { readonly topics: Topics }): Promise<object | null> => {
  patchKafkajs();
  const cluster = {
    retrier: (ask: () => Promise<object | null>) => ask(),
    brokerPool: { refreshMetadataIfNecessary: () => Promise.resolve(), withBroker },
  };
  // All that this method reads of a cluster.
  return Cluster.prototype.metadata.call(cluster as unknown as Cluster, options);
};

describe('what is asked of a cluster, patched', () => {
  it('is the answer of the first broker that gives one', () =>
    expect(askCluster(() => ({ clusterId: 'c' }))).resolves.toEqual({ clusterId: 'c' }));

  it('fails as what can be tried again when no broker answers', () =>
    expect(askCluster(() => null)).rejects.toMatchObject({
      name: 'KafkaJSError',
      message: 'no broker answered which topics and brokers there are',
      retriable: true,
    }));

  it.each([
    ['none when it names none', { topics: [] }, 0],
    ['those that it names', { topics: ['a', 'b'] }, 2],
    ['all when it says nothing of topics', undefined, ALL],
  ])('is about %s', async (_, options, count) => {
    const asked = await askCluster(
      (ask) => ask({ broker: { metadata: (topics) => ({ count: countOf(topics) }) } }),
      options,
    );
    expect(asked).toEqual({ count });
  });

  it.each([
    [[], 0],
    [['a'], 1],
  ])('is about no more than is wanted of it when %j are', async (wanted, count) => {
    patchKafkajs();
    const counts: number[] = [];
    const metadata = (topics: Topics): Promise<object> => {
      counts.push(countOf(topics));
      return Promise.resolve({ brokers: [] });
    };
    const pool = {
      findConnectedBroker: () => Promise.resolve({ metadata }),
      seedBroker: { connectionPool: { host: 'b', port: 1 } },
      retrier: (ask: (bail: (error: Error) => void) => Promise<void>) =>
        ask((error) => {
          throw error;
        }),
      brokers: {},
    };
    // All that this method reads of a pool.
    await BrokerPool.prototype.refreshMetadata.call(pool as unknown as BrokerPool, wanted);
    expect(counts).toEqual([count]);
  });
});
