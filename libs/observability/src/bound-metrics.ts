import { Gauge, type Registry } from 'prom-client';

/** How near a service is to its bounds, and what it has not got to yet. */
export interface BoundMetrics {
  /** Records on the partitions of this process that are not dealt with, by topic. */
  readonly lag: Gauge<'topic'>;
  /** What is used of a bound: of one that holds per partition, by the fullest. */
  readonly boundUsed: Gauge<'bound'>;
  readonly boundLimit: Gauge<'bound'>;
  /** Partitions of topics that are not read on, because of a bound or an instruction. */
  readonly pausedPartitions: Gauge;
  /** For how long the longest of them, in seconds. */
  readonly pausedSeconds: Gauge;
  /** For how long the low watermark of some partition has not moved although records above it were taken, in seconds. */
  readonly stuckSeconds: Gauge;
  /** Records that were given to a publisher and are not acknowledged. */
  readonly publisherWaiting: Gauge;
  /** What waits for a commit that it will share, or is in one. */
  readonly commitWaiting: Gauge;
}

/** Registers them. */
export const createBoundMetrics = (registers: Registry[]): BoundMetrics => ({
  ...partitionMetrics(registers),
  boundUsed: new Gauge({
    name: 'troupe_bound_used',
    help: 'What is used of a bound; of one that holds per partition, by the fullest',
    labelNames: ['bound'],
    registers,
  }),
  boundLimit: new Gauge({ name: 'troupe_bound_limit', help: 'The bound itself', labelNames: ['bound'], registers }),
  publisherWaiting: new Gauge({
    name: 'troupe_publisher_waiting',
    help: 'Records given to a publisher and not acknowledged',
    registers,
  }),
  commitWaiting: new Gauge({
    name: 'troupe_group_commit_waiting',
    help: 'Decisions that wait for a commit that they will share, or are in one',
    registers,
  }),
});

const partitionMetrics = (
  registers: Registry[],
): Pick<BoundMetrics, 'lag' | 'pausedPartitions' | 'pausedSeconds' | 'stuckSeconds'> => ({
  lag: new Gauge({
    name: 'troupe_lag',
    help: 'Records on the partitions of this process that are not dealt with',
    labelNames: ['topic'],
    registers,
  }),
  pausedPartitions: new Gauge({
    name: 'troupe_paused_partitions',
    help: 'Partitions of topics that are not read on, because of a bound or an instruction',
    registers,
  }),
  pausedSeconds: new Gauge({
    name: 'troupe_paused_seconds',
    help: 'For how long the longest of the paused partitions',
    registers,
  }),
  stuckSeconds: new Gauge({
    name: 'troupe_stuck_seconds',
    help: 'For how long some low watermark has not moved although records above it were taken',
    registers,
  }),
});
