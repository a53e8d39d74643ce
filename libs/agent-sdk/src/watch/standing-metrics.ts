import type { Standing } from '@troupe/messaging';
import type { Metrics } from '@troupe/observability';
import type { Findings } from './watchdog.ts';

/** What is told of a subscriber. */
export type StandingMetrics = Pick<
  Metrics,
  'lag' | 'boundUsed' | 'boundLimit' | 'pausedPartitions' | 'pausedSeconds' | 'stuckSeconds'
>;

/** Records in the log that are not dealt with, by topic. */
export const lagOf = ({ lanes }: Pick<Standing, 'lanes'>): ReadonlyMap<string, number> => {
  const byTopic = new Map<string, number>();
  for (const { topic, end, low } of lanes) byTopic.set(topic, (byTopic.get(topic) ?? 0) + end - low);
  return byTopic;
};

/** Sets the gauges of lag and of every bound of a subscriber. */
export const tellStanding = (metrics: StandingMetrics, standing: Standing, findings: Findings): void => {
  metrics.lag.reset();
  for (const [topic, records] of lagOf(standing)) metrics.lag.set({ topic }, records);
  for (const { bound, used, limit } of boundsOf(standing)) {
    metrics.boundUsed.set({ bound }, used);
    metrics.boundLimit.set({ bound }, limit);
  }
  metrics.pausedPartitions.set(findings.paused.count);
  metrics.pausedSeconds.set(findings.paused.forMs / 1_000);
  metrics.stuckSeconds.set(Math.max(0, ...findings.stuck.map(({ forMs }) => forMs)) / 1_000);
};

const boundsOf = ({ lanes, partitions, bounds, concurrency }: Standing) => {
  const most = (values: readonly number[]): number => Math.max(0, ...values);
  return [
    { bound: 'records', used: most(partitions.map(({ records }) => records)), limit: bounds.records },
    { bound: 'bytes', used: most(partitions.map(({ bytes }) => bytes)), limit: bounds.bytes },
    {
      bound: 'watermark-gap',
      used: most(lanes.map(({ low, position }) => position - low)),
      limit: bounds.watermarkGap,
    },
    { bound: 'handlers', used: partitions.reduce((sum, { running }) => sum + running, 0), limit: concurrency },
  ];
};
