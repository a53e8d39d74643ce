import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  createPostgresClaims,
  deadLetterTopic,
  deadLetterTopicSpec,
  EVERY_AGENT_PUBLISHES,
  FLEET_TOPICS,
} from '@troupe/agent-sdk';
import {
  AGENT_EVENT_TYPES,
  DEFAULT_HOPS,
  DEFAULT_TENANT,
  EVENT_TYPES,
  TroupeError,
  type Draft,
  type Envelope,
  type Event,
  type EventDefinition,
  type TraceContext,
} from '@troupe/contracts';
import {
  connectKafka,
  createRegistryCodec,
  fromHeaders,
  registerSchemas,
  toHeaders,
  withClaims,
  type Codec,
  type IncomingRecord,
  type Messaging,
  type SaslOptions,
  type Task,
  type TopicSpec,
} from '@troupe/messaging';
import type { StackPlace } from './stack-isolated.ts';

/** The log of one spec's place: events are put into it from outside and read back as whoever subscribes sees them. */
export interface EventLog {
  readonly messaging: Messaging;
  /** Writes an event as the edge would and returns it. Given the same id again it is a duplicate. */
  publish<Type extends string, Data>(draft: Draft<Type, Data>, about: PublishOptions): Promise<Event<Type, Data>>;
  /** The events of a conversation that were read so far, except what `publish` wrote: by conversation in the order read. */
  concluded(conversationId: string): readonly Event[];
  /** Records of dead-letter topics that were read so far: what was given up, what is parked, and markers about both. */
  deadLetters(): readonly IncomingRecord[];
  close(): Promise<void>;
}

/** What an event is published as. */
export interface PublishOptions {
  readonly conversationId: string;
  /** @default a new one */
  readonly id?: string;
  /** The trace that it belongs to. @default none */
  readonly trace?: TraceContext;
}

/** What a log is opened with. */
export interface EventLogOptions {
  /** Agents whose dead-letter topics are made and read. @default none */
  readonly deadLettersOf?: readonly string[];
  /**
   * The types of event that are registered, made topics of and read, beside what every agent publishes. Each costs the broker
   * that specs share: name them where they are few. @default every type of a conversation's events
   */
  readonly events?: readonly EventDefinition[];
  /** How to sign in to brokers that ask for it, over TLS. @default not at all */
  readonly sasl?: SaslOptions;
}

const SOURCE = 'spec';
const AWAY_PAUSE_MS = 200;

const envelopeOf = ({ type }: Draft, { conversationId, id = randomUUID(), trace }: PublishOptions): Envelope => ({
  id,
  type,
  conversationId,
  source: SOURCE,
  timeMs: Date.now(),
  lamport: 0,
  hops: DEFAULT_HOPS,
  tenant: DEFAULT_TENANT,
  ...trace,
});

const definitionOf = (type: string): EventDefinition => {
  const definition = EVENT_TYPES.find((known) => known.type === type);
  if (definition === undefined) throw new TroupeError('SCHEMA_UNKNOWN', `no event type is called '${type}'`);
  return definition;
};

/** The event that a record is; nothing for what is none, which specs write on purpose. Waits for a registry that is away. */
const readEvent = async (record: IncomingRecord, codec: Codec, task: Task): Promise<Event | undefined> => {
  for (;;) {
    try {
      const data = await codec.decode(definitionOf(record.topic), record.value);
      return { type: record.topic, data, envelope: fromHeaders(record.headers) };
    } catch (error) {
      if (!TroupeError.is(error) || task.signal.aborted) throw error;
      if (!error.retryable) return undefined;
      await delay(AWAY_PAUSE_MS, undefined, { signal: task.signal });
    }
  }
};

const typesOf = (events: readonly EventDefinition[]): readonly EventDefinition[] => [
  ...new Set([...events, ...EVERY_AGENT_PUBLISHES]),
];

/** Registers schemas, makes topics and begins to read them all. */
export const openEventLog = async (
  { kafkaBrokers, schemaRegistryUrl, databaseUrl, prefix, partitions }: StackPlace,
  { deadLettersOf = [], events = EVENT_TYPES, sasl }: EventLogOptions = {},
): Promise<EventLog> => {
  const brokers = { brokers: kafkaBrokers, clientId: SOURCE, prefix, partitions };
  const messaging = connectKafka({ ...brokers, ...(sasl && { ssl: true, sasl }) });
  const deadTopics = deadLettersOf.map(deadLetterTopic);
  const types = typesOf(events);
  const topics: TopicSpec[] = [
    ...types.map(({ type }) => ({ topic: type })),
    ...deadLettersOf.map(deadLetterTopicSpec),
  ];
  await registerSchemas({ url: schemaRegistryUrl, prefix }, [...types, ...AGENT_EVENT_TYPES]);
  await messaging.topics().apply([...topics, ...FLEET_TOPICS]);
  const store = createPostgresClaims({ url: databaseUrl, service: SOURCE });
  const codec = withClaims(createRegistryCodec({ url: schemaRegistryUrl, prefix }), { store });
  await codec.warm(types);
  const publisher = await messaging.publisher();
  const concluded = new Map<string, Event[]>();
  const dead: IncomingRecord[] = [];
  const handle = async (record: IncomingRecord, task: Task): Promise<void> => {
    if (deadTopics.includes(record.topic)) return void dead.push(record);
    const event = await readEvent(record, codec, task);
    if (event === undefined || event.envelope.source === SOURCE) return;
    const { conversationId } = event.envelope;
    const told = concluded.get(conversationId);
    if (told === undefined) concluded.set(conversationId, [event]);
    else told.push(event);
  };
  const subscriber = messaging.subscriber({ group: SOURCE, topics: topics.map(({ topic }) => topic), handle });
  await subscriber.start();
  return {
    messaging,
    publish: async (draft, about) => {
      const envelope = envelopeOf(draft, about);
      const value = await codec.encode(draft.definition, draft.data);
      await publisher.publish([{ topic: draft.type, key: about.conversationId, value, headers: toHeaders(envelope) }]);
      return { type: draft.type, data: draft.data, envelope };
    },
    concluded: (conversationId) => concluded.get(conversationId)?.slice() ?? [],
    deadLetters: () => dead,
    close: async () => {
      await subscriber.stop();
      await publisher.close();
      await messaging.close();
      await store.close();
    },
  };
};
