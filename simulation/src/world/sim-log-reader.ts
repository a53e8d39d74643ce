import type { HeldOffsets, IncomingRecord, LogReader } from '@troupe/messaging';
import type { SimBroker } from './sim-broker.ts';

/** How a question to the broker gets there: that of a process takes its time and may be its last. */
export type Ask = <Result>(serve: () => Result) => Promise<Result>;

/** Reads the simulated log as a member of no group. */
export const createSimLogReader = (broker: SimBroker, ask: Ask): LogReader => {
  const { log } = broker;
  const numbers = Array.from({ length: log.partitions }, (_, partition) => partition);
  const heldIn = (topic: string, partition: number): readonly [number, HeldOffsets] => [
    partition,
    { from: 0n, to: BigInt(log.end(topic, partition)) },
  ];
  const recordsOf = (topic: string, partition: number, from: bigint, to: bigint): readonly IncomingRecord[] =>
    log.read(topic, partition, Number(from), Number(to - from));
  return {
    held: (topic) =>
      ask(() => {
        broker.refuseWhileAway();
        return new Map(numbers.map((partition) => heldIn(topic, partition)));
      }),
    read: async function* ({ topic, partition, from, to }) {
      if (to <= from) return;
      yield* await ask(() => {
        broker.refuseWhileAway();
        return recordsOf(topic, partition, from, to);
      });
    },
  };
};
