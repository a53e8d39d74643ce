import { EVERY_AGENT_PUBLISHES } from '@troupe/agent-sdk';
import type { EventDefinition } from '@troupe/contracts';
import type { SagaDefinition } from '@troupe/saga';
import { isOfEveryAgent, type Choreography, type Service } from '../choreography.ts';

const code = (name: string): string => `\`${name}\``;

const listed = (events: readonly EventDefinition[]): string => {
  const own = events.filter(({ type }) => !isOfEveryAgent(type));
  return own.map(({ type }) => code(type)).join(', ') || 'nothing';
};

/** A recorder consumes whatever there is, and what a saga waits for is told of the saga. */
const consumed = ({ kind, consumes, sagas }: Service): string => {
  if (kind === 'recorder') return 'every event';
  return sagas.length === 0 ? listed(consumes) : 'what its sagas wait for';
};

const said = (service: Service): string =>
  `- [${service.name}](../../${service.folder}) consumes ${consumed(service)}; publishes ${listed(service.publishes)}.`;

const sagaSaid = ({ name, consumes }: SagaDefinition): string =>
  `  - [saga ${name}](sagas.md#${name}) waits for ${listed(consumes)}.`;

/** A list of the services and of the sagas that they run: what each consumes and publishes of its own. */
export const renderServices = ({ services }: Choreography): string =>
  [
    ...services.flatMap((service) => [said(service), ...service.sagas.map(sagaSaid)]),
    `\nEvery agent may also publish ${EVERY_AGENT_PUBLISHES.map(({ type }) => code(type)).join(' and ')}.`,
  ].join('\n');
