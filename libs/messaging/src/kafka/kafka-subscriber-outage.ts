import kafkajs from 'kafkajs';
import type ConsumerGroup from 'kafkajs/src/consumer/consumerGroup.js';

/** Kafkajs gives up after these, although a broker that is away may come back. */
const OUTAGES = new Set(['KafkaJSNumberOfRetriesExceeded', 'KafkaJSBrokerNotFound', 'KafkaJSConnectionError']);

/**
 * Fetches through an outage: what kafkajs throws because brokers are away is thrown as something to try again, so that the
 * consumer stays the member that it is. One that was replaced would be another member, and its group would first wait for
 * the session of the old one to end, whose work in flight would be for nothing.
 */
export const fetchThroughOutage = async <Batches>(
  group: ConsumerGroup,
  fetch: () => Promise<Batches>,
): Promise<Batches> => {
  try {
    // Kafkajs itself looks for the coordinator only when it joins, and a broken connection is not authenticated again.
    if (!group.coordinator.isConnected())
      group.coordinator = await group.cluster.findGroupCoordinator({ groupId: group.groupId });
    return await fetch();
  } catch (error) {
    if (!(error instanceof Error) || !OUTAGES.has(error.name)) throw error;
    throw new kafkajs.KafkaJSError(error, { retriable: true });
  }
};
