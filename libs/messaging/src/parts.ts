/**
 * What a subscriber is made of, for whoever plays a broker to it: not for services, which take `Messaging` as a whole.
 */
export { createCoalescingQueue, type Waiting } from './kafka/coalescing-queue.ts';
export { createCommits, type Commits, type CommitsOptions } from './kafka/kafka-subscriber-commits.ts';
export { planCoPartitions, type MemberClaims } from './kafka/co-partition-plan.ts';
export {
  createAssignedWork,
  type AssignedWork,
  type AssignedWorkOptions,
  type Progress,
} from './queues/assigned-work.ts';
export { decodeCompleted } from './queues/commit-metadata.ts';
export type { TopicStart } from './queues/partition-progress.ts';
export { DEFAULT_SUBSCRIBER_BOUNDS } from './queues/partition-load.ts';
export type { OffsetRange } from './queues/watermark.ts';
