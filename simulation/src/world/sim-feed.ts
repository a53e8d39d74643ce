import type { AssignedWork, TopicStart } from '@troupe/messaging/parts';
import type { SimBroker } from './sim-broker.ts';
import type { SimProcess } from './sim-process.ts';

/** Hands what is read to the work of one assignment. */
export interface SimFeed {
  /** Begins to read. */
  open(): void;
  pause(topic: string, partition: number, paused: boolean): void;
  /** Reads no more. */
  end(): void;
}

/** What a feed works with. */
export interface SimFeedOptions {
  readonly process: SimProcess;
  readonly broker: SimBroker;
  readonly starts: readonly TopicStart[];
  readonly work: () => AssignedWork;
}

/** Records that one read brings at most: few, so that the topics come mixed. */
const AT_ONCE = 3;

interface Lane extends Pick<TopicStart, 'topic' | 'partition'> {
  position: number;
  paused: boolean;
  reading: boolean;
}

/** Reads every partition of every topic by itself: they have no order among each other. */
export const feedFrom = ({ process, broker, starts, work }: SimFeedOptions): SimFeed => {
  const { log } = broker;
  let isOpen = false;
  let hasEnded = false;
  const lanes: readonly Lane[] = starts.map(({ topic, partition, offset }) => ({
    topic,
    partition,
    position: offset,
    paused: false,
    reading: false,
  }));

  const take = (lane: Lane): void => {
    lane.reading = false;
    if (!isOpen) return;
    const { topic, partition, position } = lane;
    const records = log.read(topic, partition, position, AT_ONCE);
    lane.position += records.length;
    work().take({ topic, partition, records, next: lane.position });
    read(lane);
  };

  /** The answer leaves the broker once there is something, and nothing holds it back. */
  const answer = (lane: Lane): void => {
    const heldMs = broker.heldMs(lane.topic);
    if (heldMs > 0) process.timing.after(heldMs, () => answer(lane));
    else process.receive(() => take(lane));
  };

  const read = (lane: Lane): void => {
    if (!isOpen || lane.paused || lane.reading) return;
    lane.reading = true;
    log.whenReadable(lane.topic, lane.partition, lane.position, () => answer(lane));
  };

  return {
    open: () => {
      isOpen = !hasEnded;
      lanes.forEach(read);
    },
    pause: (topic, partition, paused) => {
      for (const lane of lanes)
        if (lane.topic === topic && lane.partition === partition) {
          lane.paused = paused;
          read(lane);
        }
    },
    end: () => {
      hasEnded = true;
      isOpen = false;
    },
  };
};
