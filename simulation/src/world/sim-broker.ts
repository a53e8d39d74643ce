import { TroupeError } from '@troupe/contracts';
import { createSimGroup, type SimGroup, type SimGroupOptions } from './sim-group.ts';
import { createSimLog, type LoggedRecord, type SimLog } from './sim-log.ts';

/** The log, its consumer groups, and whether they can be reached. */
export interface SimBroker {
  readonly log: SimLog;
  group(name: string): SimGroup;
  /** @throws TroupeError KAFKA_UNAVAILABLE while the broker is away */
  refuseWhileAway(): void;
  isAway(): boolean;
  goAway(ms: number): void;
  /** Holds reads of one topic back. */
  delay(topic: string, ms: number): void;
  /** How long a read of this topic has to wait before it is answered. */
  heldMs(topic: string): number;
}

/** A broker with nothing in it. */
export const createSimBroker = (
  options: Omit<SimGroupOptions, 'name'> & { readonly onAppend: (record: LoggedRecord) => void },
): SimBroker => {
  const { scheduler, partitions, onAppend } = options;
  const groups = new Map<string, SimGroup>();
  const delayedUntil = new Map<string, number>();
  let awayUntilMs = 0;
  const isAway = (): boolean => scheduler.now() < awayUntilMs;
  return {
    log: createSimLog(partitions, scheduler, onAppend),
    group: (name) => {
      const group = groups.get(name) ?? createSimGroup({ ...options, name });
      groups.set(name, group);
      return group;
    },
    refuseWhileAway: () => {
      if (isAway()) throw new TroupeError('KAFKA_UNAVAILABLE', 'The broker is away');
    },
    isAway,
    goAway: (ms) => {
      awayUntilMs = scheduler.now() + ms;
      // Sessions begin anew with the broker.
      scheduler.after(ms, () => {
        for (const group of groups.values()) group.forgive();
      });
    },
    delay: (topic, ms) => delayedUntil.set(topic, scheduler.now() + ms),
    heldMs: (topic) => Math.max(awayUntilMs, delayedUntil.get(topic) ?? 0) - scheduler.now(),
  };
};
