import { keyOf, type StoredDecision } from '@troupe/agent-sdk';
import { HEADERS } from '@troupe/messaging';
import { EFFECTS } from '../agents.ts';
import { CheckFailed, CheckPassed, NoteAdded, NoteEchoed, NoteKept } from '../domain.ts';
import type { ServiceName } from '../plan.ts';
import { groupsOf } from '../readers.ts';
import { DECISIONS } from '../world/sim-decision-store.ts';
import type { World } from '../world/world.ts';
import { createDealtWith } from './dealt-with.ts';
import { found, type Finding } from './invariants.ts';
import { eventsIn, type LoggedEvent } from './log-view.ts';

const decisionsOf = (world: World, service: ServiceName): readonly StoredDecision[] =>
  // What the decision store writes under these keys.
  world
    .tablesOf(service)
    .rows(DECISIONS)
    .map(([, row]) => row as StoredDecision);

const servicesOf = ({ plan }: World): readonly ServiceName[] =>
  // The keys of a plan's instances are names of services.
  Object.keys(plan.instances) as ServiceName[];

const lost = (world: World): readonly Finding[] => {
  const missing = createDealtWith(world);
  return groupsOf(world.plan).flatMap(({ group, topics }) =>
    world.broker.log
      .all()
      .filter(({ topic }) => topics.includes(topic))
      .flatMap((record) => {
        const what = missing(group, record);
        const place = `${record.topic}/${record.partition}@${record.offset} of ${String(record.key)}`;
        return what === undefined ? [] : [found('nothing-lost')(`${group} has left ${place}: ${what}`)];
      }),
  );
};

/** What two copies of an output have in common. Without a store nothing remembers when something was given up. */
const substanceOf = ({ topic, value, headers }: LoggedEvent['first']): string =>
  [topic, value?.toString('base64'), headers[HEADERS.time], headers[HEADERS.causation]].join(' ');

const contradictions = (events: readonly LoggedEvent[]): readonly Finding[] =>
  events
    .filter(({ copies }) => new Set(copies.map(substanceOf)).size > 1)
    .map(({ id, copies }) =>
      found('decided-once')(`${id} says ${[...new Set(copies.map(({ topic }) => topic))].join(' and ')}`),
    );

const decidedTwice = (world: World): readonly Finding[] =>
  servicesOf(world).flatMap((service) =>
    [...Map.groupBy(decisionsOf(world, service), keyOf)]
      .filter(([, decisions]) => decisions.length > 1)
      .map(([key, decisions]) => found('decided-once')(`${key} has ${decisions.length} decisions`)),
  );

const ALTERNATIVES: readonly (readonly string[])[] = [[CheckPassed.type, CheckFailed.type]];

const bothAlternatives = ({ broker }: World): readonly Finding[] =>
  [...Map.groupBy(broker.log.all(), ({ key }) => key)].flatMap(([conversation, records]) => {
    const topics = new Set(records.map(({ topic }) => topic));
    return ALTERNATIVES.filter((both) => both.every((topic) => topics.has(topic))).map((both) =>
      found('one-alternative')(`${String(conversation)} has ${both.join(' and ')}`),
    );
  });

const effects = (world: World): readonly Finding[] =>
  // Whether what was given up takes effect is said by who held it: see `auditHeld`.
  servicesOf(world).flatMap((service) =>
    world
      .tablesOf(service)
      .rows(EFFECTS)
      .filter(([, count]) => count !== 1)
      .map(([key, count]) => found('effects-once')(`${service}: ${key} ${String(count)} times`)),
  );

/** Outputs of one type in a conversation, as the places that their causes have in the log. */
const disorder = (events: readonly LoggedEvent[], type: string): readonly Finding[] => {
  const places = new Map(events.filter(({ topic }) => topic === NoteAdded.type).map(({ id }, place) => [id, place]));
  const outputs = events.filter(({ topic }) => topic === type);
  return [...Map.groupBy(outputs, ({ conversation }) => conversation)].flatMap(([conversation, own]) => {
    const causes = own.map(({ cause = '' }) => places.get(cause) ?? Number.NaN);
    const isOrdered = causes.every((place, index) => index === 0 || place > (causes[index - 1] ?? 0));
    return isOrdered ? [] : [found('order-kept')(`${type} of ${conversation} follows ${causes.join(', ')}`)];
  });
};

/** Holds the log and the tables of a world that has come to rest against what delivery promises. */
export const auditDelivery = (world: World): readonly Finding[] => {
  const events = eventsIn(world.broker.log.all());
  return [
    ...lost(world),
    ...contradictions(events),
    ...decidedTwice(world),
    ...bothAlternatives(world),
    ...effects(world),
    ...disorder(events, NoteKept.type),
    ...disorder(events, NoteEchoed.type),
    ...world.crashes.map(found('no-crash')),
  ];
};
