import type { TraceContext } from '@troupe/contracts';
import type { EventFact } from '@troupe/saga';
import type { Trail } from './trail.ts';

/** Which instance is meant. */
export interface InstanceKey {
  readonly saga: string;
  readonly conversationId: string;
}

/** Stands for an instance in a Map or a Set, and is the order in which instances are locked. */
export const keyOf = ({ saga, conversationId }: InstanceKey): string => `${saga} ${conversationId}`;

/** An event that one or several sagas wait for. */
export interface EventArrival {
  readonly kind: 'event';
  readonly partition: number;
  readonly conversationId: string;
  readonly sagas: readonly string[];
  readonly fact: EventFact;
  readonly trail: Trail;
  /** The span that waits for it. */
  readonly trace?: TraceContext;
}

/** An instance whose deadlines up to `untilMs` have passed in log time: whatever was in time has been read. */
export interface DueArrival extends InstanceKey {
  readonly kind: 'due';
  readonly partition: number;
  readonly untilMs: number;
}

/** What makes instances move. */
export type Arrival = EventArrival | DueArrival;

/** Everything that a batch brings for one instance. */
export interface InstanceArrivals extends InstanceKey {
  readonly partition: number;
  readonly events: readonly Pick<EventArrival, 'fact' | 'trail'>[];
  /** Deadlines up to here have passed. */
  readonly untilMs: number | undefined;
}

const instancesOf = (arrival: Arrival): readonly InstanceKey[] =>
  arrival.kind === 'due' ? [arrival] : arrival.sagas.map((saga) => ({ saga, conversationId: arrival.conversationId }));

/** The keys of the instances that an arrival moves. */
export const keysOf = (arrival: Arrival): readonly string[] => instancesOf(arrival).map(keyOf);

/** A batch by instance, in the order in which instances are locked. */
export const byInstance = (arrivals: readonly Arrival[]): readonly InstanceArrivals[] => {
  const instances = new Map<string, InstanceArrivals>();
  for (const arrival of arrivals)
    for (const { saga, conversationId } of instancesOf(arrival)) {
      const key = keyOf({ saga, conversationId });
      const { partition } = arrival;
      const present = instances.get(key) ?? { saga, conversationId, partition, events: [], untilMs: undefined };
      instances.set(
        key,
        arrival.kind === 'due'
          ? { ...present, untilMs: Math.max(arrival.untilMs, present.untilMs ?? 0) }
          : { ...present, events: [...present.events, arrival] },
      );
    }
  return [...instances.entries()].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, each]) => each);
};
