import { EVERY_AGENT_PUBLISHES } from '@troupe/agent-sdk';
import { AgentAnnounced, AgentInstructed, type EventDefinition } from '@troupe/contracts';
import type { SagaDefinition } from '@troupe/saga';
import type { Part } from './part.ts';

/** A part, and where it is written. */
export interface Service extends Part {
  /** The folder of the service, from the root of the repository: `apps/fraud-agent`. */
  readonly folder: string;
}

/** Who says what to whom, all of it: what definitions and schemas say together. */
export interface Choreography {
  /** Every event type of schemas/. */
  readonly events: readonly EventDefinition[];
  readonly services: readonly Service[];
}

/** What every service says of itself, and obeys, besides its part. */
export const EVERY_SERVICE: Readonly<Record<'consumes' | 'publishes', readonly EventDefinition[]>> = {
  consumes: [AgentInstructed],
  publishes: [AgentAnnounced],
};

const PLATFORM_TYPES = new Set(EVERY_AGENT_PUBLISHES.map(({ type }) => type));

/** Whether any agent may say this of any conversation: it shows nothing about who belongs to whom. */
export const isOfEveryAgent = (type: string): boolean => PLATFORM_TYPES.has(type);

/** Whether an event of this type is among others. */
export const includesType = (events: readonly EventDefinition[], type: string): boolean =>
  events.some((event) => event.type === type);

/** The services that publish an event type as their own part. */
export const publishersOf = ({ services }: Choreography, type: string): readonly Service[] =>
  services.filter(({ publishes }) => includesType(publishes, type));

/** The services for whose sake an event type is published: recorders take whatever there is. */
export const readersOf = ({ services }: Choreography, type: string): readonly Service[] =>
  services.filter(({ kind, consumes }) => kind !== 'recorder' && includesType(consumes, type));

/** A saga, and the service that runs it. */
export interface RunSaga {
  readonly saga: SagaDefinition;
  readonly service: Service;
}

/** Every saga, by who runs it. */
export const sagasOf = ({ services }: Choreography): readonly RunSaga[] =>
  services.flatMap((service) => service.sagas.map((saga) => ({ saga, service })));

/** The file of an event type, from the root of the repository. */
export const schemaFileOf = ({ domain, type }: EventDefinition): string => `schemas/${domain}/${type}.avsc`;
