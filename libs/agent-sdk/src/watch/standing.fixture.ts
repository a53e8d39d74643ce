import type { LaneStanding, PartitionStanding, Standing } from '@troupe/messaging';

/** A lane of topic `a`, partition 0, where all is read and dealt with unless something else is said. */
export const laneAt = (lane: Partial<LaneStanding> = {}): LaneStanding => {
  const { position = 10 } = lane;
  return { topic: 'a', partition: 0, low: position, position, end: position, toldMs: 0, paused: false, ...lane };
};

/** What partition 0 holds: nothing, unless something else is said. */
export const holding = (partition: Partial<PartitionStanding> = {}): PartitionStanding => ({
  partition: 0,
  records: 0,
  bytes: 0,
  running: 0,
  dealt: 0,
  ...partition,
});

/** Where a subscriber of one lane stands. */
export const standingAt = (lane: Partial<LaneStanding>, rest: Partial<Standing> = {}): Standing => ({
  epoch: 1,
  lanes: [laneAt(lane)],
  partitions: [holding()],
  bounds: { records: 100, bytes: 1_000, watermarkGap: 200 },
  concurrency: 512,
  ...rest,
});
