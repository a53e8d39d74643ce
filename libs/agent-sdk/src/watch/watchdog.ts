import type { LaneStanding, PartitionStanding, Standing } from '@troupe/messaging';

/** Something that lies there, and nothing moves. */
export interface Stall {
  /** `unread`: the log goes on and is not read, although nothing holds it back. `unhandled`: records are queued and none is begun. */
  readonly kind: 'unread' | 'unhandled';
  readonly partition: number;
  /** Of an `unread` one. */
  readonly topic?: string;
  /** How many records wait. */
  readonly records: number;
  readonly forMs: number;
}

/** A partition of a topic whose low watermark does not move, because some record below others is still being handled. */
export interface Stuck {
  readonly topic: string;
  readonly partition: number;
  /** The offset that is not dealt with. */
  readonly low: number;
  readonly forMs: number;
  /** Whether it has filled its bound, so that the partition is not read on. */
  readonly paused: boolean;
}

/** What a look found. */
export interface Findings {
  readonly stalls: readonly Stall[];
  readonly stuck: readonly Stuck[];
  /** How many partitions of topics are not read on, and for how long the longest. */
  readonly paused: { readonly count: number; readonly forMs: number };
}

/** Follows how long nothing has moved. It knows no clock and no Kafka. */
export interface Watchdog {
  /** Looks at where a subscriber stands, `elapsedMs` after the last look. */
  look(standing: Standing, elapsedMs: number): Findings;
  /** Lets what is unread begin anew: nobody could read it, or say whether there is something to read. */
  forgive(): void;
}

interface LaneClock {
  readonly last: LaneStanding;
  unreadMs: number;
  readonly stuckMs: number;
  readonly pausedMs: number;
}

interface PartitionClock {
  readonly last: PartitionStanding;
  readonly unhandledMs: number;
}

/**
 * A process that was stopped, or that was busy for long, has not watched meanwhile: what it could not see in that time does
 * not count.
 */
const MOST_BETWEEN_LOOKS_MS = 10_000;

/**
 * Watches over one subscriber. A handler that runs is no stall, however long: it has limits of its own, and what it holds up
 * is told as stuck.
 */
export const createWatchdog = ({ stallMs }: { readonly stallMs: number }): Watchdog => {
  let epoch = 0;
  let lanes: ReadonlyMap<string, LaneClock> = new Map();
  let partitions: ReadonlyMap<number, PartitionClock> = new Map();

  const look = (standing: Standing, elapsedMs: number): Findings => {
    if (standing.epoch !== epoch) [lanes, partitions] = [new Map(), new Map()];
    epoch = standing.epoch;
    const passedMs = Math.min(elapsedMs, MOST_BETWEEN_LOOKS_MS);
    lanes = new Map(
      standing.lanes.map((lane) => [placeOf(lane), advanceLane(lanes.get(placeOf(lane)), lane, passedMs)]),
    );
    partitions = new Map(
      standing.partitions.map((own) => [
        own.partition,
        advancePartition(partitions.get(own.partition), own, standing, passedMs),
      ]),
    );
    const clocks = [...lanes.values()];
    const waiting = [...clocks.flatMap(unreadOf), ...[...partitions.values()].flatMap(unhandledOf)];
    return {
      stalls: waiting.filter(({ forMs }) => forMs >= stallMs),
      stuck: clocks.flatMap(stuckOf),
      paused: pausedOf(clocks),
    };
  };

  return {
    look,
    forgive: () => {
      for (const lane of lanes.values()) lane.unreadMs = 0;
    },
  };
};

const placeOf = ({ topic, partition }: LaneStanding): string => `${topic}/${partition}`;

const advanceLane = (clock: LaneClock | undefined, lane: LaneStanding, passedMs: number): LaneClock => {
  const { last, unreadMs, stuckMs, pausedMs } = clock ?? { last: lane, unreadMs: 0, stuckMs: 0, pausedMs: 0 };
  const unread = !lane.paused && !last.paused && lane.end > lane.position && lane.position === last.position;
  const stuck = lane.position > lane.low && lane.low === last.low;
  return {
    last: lane,
    unreadMs: unread ? unreadMs + passedMs : 0,
    stuckMs: stuck ? stuckMs + passedMs : 0,
    pausedMs: lane.paused && last.paused ? pausedMs + passedMs : 0,
  };
};

const advancePartition = (
  clock: PartitionClock | undefined,
  own: PartitionStanding,
  { partitions, concurrency }: Standing,
  passedMs: number,
): PartitionClock => {
  const { last, unhandledMs } = clock ?? { last: own, unhandledMs: 0 };
  const running = partitions.reduce((sum, each) => sum + each.running, 0);
  // Where the handlers of other partitions take all there is, waiting is what a bound means.
  const unhandled = own.records > 0 && own.running === 0 && own.dealt === last.dealt && running < concurrency;
  return { last: own, unhandledMs: unhandled ? unhandledMs + passedMs : 0 };
};

const unreadOf = ({ last: { topic, partition, end, position }, unreadMs }: LaneClock): readonly Stall[] =>
  unreadMs === 0 ? [] : [{ kind: 'unread', topic, partition, records: end - position, forMs: unreadMs }];

const unhandledOf = ({ last: { partition, records }, unhandledMs }: PartitionClock): readonly Stall[] =>
  unhandledMs === 0 ? [] : [{ kind: 'unhandled', partition, records, forMs: unhandledMs }];

const stuckOf = ({ last: { topic, partition, low, paused }, stuckMs }: LaneClock): readonly Stuck[] =>
  stuckMs === 0 ? [] : [{ topic, partition, low, forMs: stuckMs, paused }];

const pausedOf = (clocks: readonly LaneClock[]): Findings['paused'] => {
  const paused = clocks.filter(({ last }) => last.paused);
  return { count: paused.length, forMs: Math.max(0, ...paused.map(({ pausedMs }) => pausedMs)) };
};
