import kafkajs from 'kafkajs';
import type ConsumerGroup from 'kafkajs/src/consumer/consumerGroup.js';

/** Kafkajs gives up after these, although a broker that is away may come back. */
const OUTAGES = new Set([
  'KafkaJSNumberOfRetriesExceeded',
  'KafkaJSBrokerNotFound',
  'KafkaJSConnectionError',
  // What it says when no broker answers where the coordinator is: a connection that is accepted and then reset, for one.
  'KafkaJSGroupCoordinatorNotFound',
]);

const DEEPEST = 8;

/** Whether kafkajs failed because brokers are away, wherever in the chain of causes it says so. */
export const isOutage = (error: unknown): boolean => {
  for (let at = error, depth = 0; at instanceof Error && depth < DEEPEST; at = at.cause, depth += 1)
    if (OUTAGES.has(at.name)) return true;
  return false;
};

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
    if (!(error instanceof Error) || !isOutage(error)) throw error;
    throw new kafkajs.KafkaJSError(error, { retriable: true });
  }
};
