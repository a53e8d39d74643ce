import kafkajs from 'kafkajs';
import Cluster from 'kafkajs/src/cluster/index.js';
import BrokerPool from 'kafkajs/src/cluster/brokerPool.js';
import Encoder from 'kafkajs/src/protocol/encoder.js';

/** Known by its identity: kafkajs hands it on to the encoder as it is. */
const NO_TOPICS: readonly string[] = Object.freeze([]);

/**
 * Makes kafkajs ask about no more topics than it was told. For it a list of none means all, and it asks so wherever it only
 * wants the brokers: whether they are there, and before most of what an admin does. Where many services share brokers, that
 * is thousands of partitions for each. Only `listTopics` still asks about all. A question that no broker answers fails with an
 * error that says so, not by reading from null.
 */
export const patchMetadata = (): void => {
  const { metadata } = Cluster.prototype;
  Cluster.prototype.metadata = async function (this: Cluster, options): Promise<object> {
    const asked = options?.topics?.length === 0 ? { topics: NO_TOPICS } : options;
    const answer = await metadata.call(this, asked);
    // Whatever each broker failed with, kafkajs has dropped it.
    if (answer === null) throw new kafkajs.KafkaJSError('no broker answered which topics and brokers there are');
    return answer;
  };

  const { refreshMetadata } = BrokerPool.prototype;
  BrokerPool.prototype.refreshMetadata = function (this: BrokerPool, topics): Promise<void> {
    return refreshMetadata.call(this, topics.length === 0 ? NO_TOPICS : topics);
  };

  const { writeNullableArray } = Encoder.prototype;
  Encoder.prototype.writeNullableArray = function (this: Encoder, array, ...rest): Encoder {
    return array === NO_TOPICS ? this.writeArray([]) : writeNullableArray.call(this, array, ...rest);
  };
};
