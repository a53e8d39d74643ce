import { createHash } from 'node:crypto';
import { deadLetterTopic, deadLetterTopicSpec, FLEET_TOPICS } from '@troupe/agent-sdk';
import type { EventDefinition } from '@troupe/contracts';
import type { TopicSpec } from '@troupe/messaging';
import { EVERY_SERVICE, type Choreography, type Service } from '../choreography.ts';
import { graphOf } from './graph.ts';

/** What a name stands for, by name, sorted. */
export type Named<Value> = Readonly<Record<string, Value>>;

const named = <Item, Value>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  valueOf: (item: Item) => Value,
): Named<Value> =>
  Object.fromEntries(
    items.map((item) => [nameOf(item), valueOf(item)] as const).toSorted(([one], [other]) => (one < other ? -1 : 1)),
  );

const typesOf = (events: readonly EventDefinition[]): readonly string[] =>
  [...new Set(events.map(({ type }) => type))].toSorted();

/** How a topic differs from what is the default everywhere. */
export type TopicSettings = Omit<TopicSpec, 'topic'>;

const settingsOf = ({ retentionMs, cleanup, largestRecord }: TopicSpec): TopicSettings => ({
  ...(retentionMs !== undefined && { retentionMs }),
  ...(cleanup !== undefined && { cleanup }),
  ...(largestRecord !== undefined && { largestRecord }),
});

/** Every topic of an environment: one per event type, and the home of each service's dead letters. */
export const topicsOf = ({ events, services }: Choreography): Named<TopicSettings> => {
  const specs: readonly TopicSpec[] = [
    ...events.filter(({ key }) => key !== 'agent').map(({ type }) => ({ topic: type })),
    ...FLEET_TOPICS,
    ...services.map(({ name }) => deadLetterTopicSpec(name)),
  ];
  return named(specs, ({ topic }) => topic, settingsOf);
};

/** What a service may do at the brokers; names are logical, without the prefix of an environment. */
export interface Rights {
  /** Topics that it may read, and ask the retention of. */
  readonly read: readonly string[];
  /** Topics that it may write to. */
  readonly write: readonly string[];
  /** The consumer groups that it may join: its own, or none. */
  readonly groups: readonly string[];
}

const rightsOf = ({ name, consumes, publishes }: Service): Rights => {
  const isReader = consumes.length > 0;
  const own = isReader ? [deadLetterTopic(name)] : [];
  return {
    read: [...typesOf([...consumes, ...EVERY_SERVICE.consumes]), ...own],
    write: [...typesOf([...publishes, ...EVERY_SERVICE.publishes]), ...own],
    groups: isReader ? [name] : [],
  };
};

/** The least that every service needs, by its name: what its definition says and no more. */
export const aclsOf = ({ services }: Choreography): Named<Rights> => named(services, ({ name }) => name, rightsOf);

/** A choreography as it is compared with another: everything about it that somebody could depend on. */
export interface Manifest {
  readonly services: Named<object>;
  readonly sagas: Named<object>;
  readonly events: Named<object>;
  /** From whom to whom, and the event types. */
  readonly links: Named<readonly string[]>;
}

const serviceSummary = ({ kind, consumes, publishes, joins }: Service): object => ({
  kind,
  consumes: kind === 'recorder' ? 'everything' : typesOf(consumes),
  publishes: typesOf(publishes),
  ...(joins.length > 0 && { joins: joins.map((pair) => pair.map(({ type }) => type)) }),
});

const sagaSummary = ({ version, startedBy, steps, publishes }: Service['sagas'][number]): object => ({
  version,
  startedBy: typesOf(startedBy),
  steps: Object.fromEntries(
    steps.map(({ name, completedBy, failedBy, compensatedBy }) => [
      name,
      {
        completedBy: completedBy.type,
        ...(failedBy.length > 0 && { failedBy: typesOf(failedBy) }),
        ...(compensatedBy && { compensatedBy: compensatedBy.type }),
      },
    ]),
  ),
  publishes: typesOf(publishes),
});

/** The schema is told by a digest: whether it is another is what matters here. */
const eventSummary = ({ domain, key, audience, origin, schema }: EventDefinition): object => ({
  domain,
  key: key ?? 'conversation',
  ...(audience && { audience }),
  ...(origin && { origin }),
  schema: createHash('sha256').update(JSON.stringify(schema)).digest('hex').slice(0, 16),
});

/** Sums a choreography up. */
export const manifestOf = (choreography: Choreography): Manifest => ({
  services: named(choreography.services, ({ name }) => name, serviceSummary),
  sagas: named(
    choreography.services.flatMap(({ sagas }) => sagas),
    ({ name, version }) => `${name} ${version}`,
    sagaSummary,
  ),
  events: named(choreography.events, ({ type }) => type, eventSummary),
  links: named(
    graphOf(choreography, choreography.events).links,
    ({ from, to }) => `${from} → ${to}`,
    ({ events }) => events,
  ),
});
