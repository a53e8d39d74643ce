import { deadLetterTopic } from '@troupe/agent-sdk';
import {
  includesType,
  isOfEveryAgent,
  publishersOf,
  sagasOf,
  type Choreography,
  type Service,
} from '../choreography.ts';

/** Who reads an event type, and where events of it lie that were written by earlier versions. */
export interface Keepers {
  readonly readers: readonly Service[];
  /** The sagas that wait for it or hear it, with the steps that it belongs to. */
  readonly sagas: readonly string[];
  /** Stored data, in words. */
  readonly stored: readonly string[];
}

const stepsOf = (saga: Service['sagas'][number], type: string): string => {
  const steps = saga.steps.filter(({ completedBy, failedBy, compensatedBy }) =>
    includesType([completedBy, ...failedBy, ...(compensatedBy ? [compensatedBy] : [])], type),
  );
  return steps.length === 0 ? '' : `, step ${steps.map(({ name }) => name).join(', ')}`;
};

const schemaOf = (service: string): string => service.replaceAll('-', '_');

const storedBy = ({ name, kind }: Service): readonly string[] => {
  const dead = `dead letters and parked conversations of ${name} (${deadLetterTopic(name)})`;
  if (kind === 'sagas') return [dead, `facts of sagas (${schemaOf(name)}.saga_facts)`];
  return kind === 'recorder' ? [dead, `${schemaOf(name)}.events`] : [dead];
};

/** Who has to do with what was written of an event type: from definitions, without a look at any server. */
export const keepersOf = (choreography: Choreography, type: string): Keepers => {
  const readers = choreography.services.filter(({ consumes }) => includesType(consumes, type));
  const sagas = sagasOf(choreography).filter(({ saga }) => includesType(saga.consumes, type));
  const publishers = isOfEveryAgent(type) ? [] : publishersOf(choreography, type);
  return {
    readers,
    sagas: sagas.map(({ saga }) => `saga ${saga.name}${stepsOf(saga, type)}`),
    stored: [
      `the topic ${type}`,
      ...readers.flatMap(storedBy),
      ...publishers.map(({ name }) => `decisions that are not published yet (${schemaOf(name)}.undelivered)`),
    ],
  };
};
