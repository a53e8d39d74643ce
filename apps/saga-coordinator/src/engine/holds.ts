import type { Outages } from '@troupe/agent-sdk';
import type { Metrics } from '@troupe/observability';
import type { Logger } from 'pino';
import type { UnknownVersion } from './unknown-version.ts';

/** Partitions that stand still until a coordinator owns them that knows what it finds there. */
export interface Holds {
  /** Holds a partition back, and says so: in the log, in readiness and in a metric. */
  hold(partition: number, error: UnknownVersion): void;
  isHeld(partition: number): boolean;
  /** Forgets partitions that are handed over: whoever owns them looks for itself. */
  release(partitions: readonly number[]): void;
}

/** Who is told. */
export interface HoldsParts {
  readonly outages: Outages;
  readonly log: Logger;
  readonly metrics?: Pick<Metrics, 'sagaPartitionsHeld'>;
}

/** None at first. */
export const createHolds = ({ outages, log, metrics }: HoldsParts): Holds => {
  const held = new Map<number, () => void>();
  const tell = (): void => metrics?.sagaPartitionsHeld.set(held.size);
  tell();
  return {
    hold: (partition, error) => {
      if (held.has(partition)) return;
      log.error({ err: error, partition }, 'a saga of a version that is not known: the partition waits');
      held.set(partition, outages.begin('saga definition', error));
      tell();
    },
    isHeld: (partition) => held.has(partition),
    release: (partitions) => {
      for (const partition of partitions) {
        held.get(partition)?.();
        held.delete(partition);
      }
      tell();
    },
  };
};
