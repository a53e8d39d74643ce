import type { EventDefinition } from '@troupe/contracts';
import { HEADERS } from '@troupe/messaging';
import { EVERY_SERVICE, type Choreography, type Service } from '../choreography.ts';

const BINDING = '0.5.0';
const AVRO = 'application/vnd.apache.avro;version=1.9.0';
const CONTENT_TYPE = 'application/avro';

const KEYED_BY = {
  conversation: 'The id of the conversation.',
  agent: 'The agent, or one instance of it.',
} as const;

/** Headers of an event are text; docs/reference/events.md says which are always there. */
const ENVELOPE = {
  type: 'object',
  properties: Object.fromEntries(Object.values(HEADERS).map((name) => [name, { type: 'string' }])),
  required: [HEADERS.id, HEADERS.type, HEADERS.source, HEADERS.time, HEADERS.specVersion, HEADERS.conversation],
} as const;

const messageOf = ({ type, schema, key }: EventDefinition): object => ({
  name: type,
  title: schema.name,
  summary: schema.doc ?? type,
  contentType: CONTENT_TYPE,
  headers: { $ref: '#/components/schemas/envelope' },
  payload: { schemaFormat: AVRO, schema },
  bindings: {
    kafka: {
      key: { type: 'string', description: KEYED_BY[key ?? 'conversation'] },
      schemaIdLocation: 'payload',
      schemaIdPayloadEncoding: 'confluent',
      bindingVersion: BINDING,
    },
  },
});

const channelOf = ({ type, schema }: EventDefinition): object => ({
  address: type,
  title: schema.name,
  messages: { [type]: { $ref: `#/components/messages/${type}` } },
  bindings: { kafka: { topic: type, bindingVersion: BINDING } },
});

const operationOf = (action: 'send' | 'receive', service: Service, type: string): readonly [string, object] => [
  `${service.name}.${action}.${type}`,
  {
    action,
    title: `${service.name} ${action === 'send' ? 'publishes' : 'consumes'} ${type}`,
    channel: { $ref: `#/channels/${type}` },
    messages: [{ $ref: `#/channels/${type}/messages/${type}` }],
    tags: [{ name: service.name }],
    ...(action === 'receive' && {
      bindings: { kafka: { groupId: { type: 'string', enum: [service.name] }, bindingVersion: BINDING } },
    }),
  },
];

const operationsOf = (service: Service): readonly (readonly [string, object])[] => {
  const types = (events: readonly EventDefinition[]) => [...new Set(events.map(({ type }) => type))].toSorted();
  return [
    ...types(service.consumes).map((type) => operationOf('receive', service, type)),
    ...types([...service.publishes, ...EVERY_SERVICE.publishes]).map((type) => operationOf('send', service, type)),
  ];
};

/** The choreography as an AsyncAPI 3 document: a channel per event type, and what each service does there. */
export const asyncApiOf = ({ events, services }: Choreography, version: string): object => {
  const sorted = events.toSorted((one, other) => (one.type < other.type ? -1 : 1));
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Troupe',
      version,
      description: 'Every event of the choreography, and which service publishes and consumes it.',
      license: { name: 'MIT' },
    },
    defaultContentType: CONTENT_TYPE,
    channels: Object.fromEntries(sorted.map((event) => [event.type, channelOf(event)])),
    operations: Object.fromEntries(services.flatMap(operationsOf)),
    components: {
      schemas: { envelope: ENVELOPE },
      messages: Object.fromEntries(sorted.map((event) => [event.type, messageOf(event)])),
    },
  };
};
