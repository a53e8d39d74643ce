import { describe, expect, it } from '@jest/globals';
import type ConsumerGroup from 'kafkajs/src/consumer/consumerGroup.js';
import { DEFAULT_SUBSCRIBER_BOUNDS } from '../queues/partition-load.ts';
import { createThrottle } from '../queues/throttle.ts';
import { silentLogger } from './kafka-logger.ts';
import { createAssignment } from './kafka-subscriber-assignment.ts';

// As much of a group as an assignment without partitions touches.
const group = {
  offsetManager: { commitOffsets: () => Promise.resolve() },
  assigned: () => [],
  resume: () => undefined,
} as unknown as ConsumerGroup;

describe('an assignment', () => {
  it('offers nothing to wait for once it is released, so that the fetching loop pauses instead of spinning', async () => {
    const assignment = createAssignment({
      group,
      epoch: 1,
      starts: [],
      prefix: '',
      bounds: DEFAULT_SUBSCRIBER_BOUNDS,
      throttle: createThrottle(),
      handle: () => Promise.resolve(),
      ordered: true,
      onRevoked: undefined,
      logger: silentLogger,
      onThrow: () => undefined,
    });
    assignment.open();
    await expect(assignment.opened).resolves.toBeUndefined();
    const released = assignment.release({ drainMs: 0, beat: () => Promise.resolve('held') });
    expect(assignment).toMatchObject({ isOpen: false, opened: undefined });
    await released;
  });
});
