import { eventType, type AvroRecordSchema, type Event, type EventDefinition, type EventType } from '@troupe/contracts';
import { createRegistryCodec, fromHeaders, registerSchemas } from '@troupe/messaging';
import type { CoordinatorPlace } from './coordinator.fixture.ts';

/** Data of the events that only a spec knows. */
export interface Note {
  readonly note: string;
}

/** An event that only a spec knows. */
export const noteEvent = <Type extends string>(type: Type): EventType<Type, Note> => {
  const schema: AvroRecordSchema = {
    ...{ type: 'record', name: 'Note', namespace: 'troupe.spec' },
    fields: [{ name: 'note', type: 'string' }],
  };
  return eventType<Type, Note>({ type, domain: 'spec', schema });
};

/** What such events say in the log of a place. */
export interface OwnEvents {
  /** What was concluded in a conversation, first copies only, in causal order. */
  concluded(conversationId: string): Promise<readonly Event[]>;
  /** The same in words: `type note`. */
  told(conversationId: string): Promise<readonly string[]>;
}

/** Makes their subjects and topics. */
export const openOwnEvents = async (
  { place: { schemaRegistryUrl: url, prefix }, log: { messaging } }: CoordinatorPlace,
  definitions: readonly EventDefinition<string, Note>[],
): Promise<OwnEvents> => {
  await registerSchemas({ url, prefix }, definitions);
  await messaging.topics().apply(definitions.map(({ type }) => ({ topic: type })));
  const codec = createRegistryCodec({ url, prefix });
  const reader = messaging.reader();
  const readAll = async (definition: EventDefinition<string, Note>): Promise<readonly Event<string, Note>[]> => {
    const events: Event<string, Note>[] = [];
    for (const [partition, stretch] of await reader.held(definition.type))
      for await (const { headers, value } of reader.read({ topic: definition.type, partition, ...stretch }))
        events.push({
          type: definition.type,
          envelope: fromHeaders(headers),
          data: await codec.decode(definition, value),
        });
    return events;
  };
  const concluded = async (conversationId: string): Promise<readonly Event<string, Note>[]> => {
    const events = (await Promise.all(definitions.map(readAll)))
      .flat()
      .filter(({ envelope }) => envelope.conversationId === conversationId && envelope.source !== 'spec');
    const firstCopies = new Map(events.toReversed().map((event) => [event.envelope.id, event]));
    return [...firstCopies.values()].toSorted((one, other) => one.envelope.lamport - other.envelope.lamport);
  };
  return {
    concluded,
    told: async (id) => (await concluded(id)).map(({ type, data }) => `${type} ${data.note}`),
  };
};
