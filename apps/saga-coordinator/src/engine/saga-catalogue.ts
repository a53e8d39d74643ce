import {
  EventHeld,
  ParticipantChanged,
  SagaInstructed,
  type EventDefinition,
  type SagaInstructedData,
} from '@troupe/contracts';
import { concernsHeld, type SagaDefinition } from '@troupe/saga';

/** The definitions that this coordinator knows. */
export interface SagaCatalogue {
  /** Every event type that any of them waits for. */
  readonly consumes: readonly EventDefinition[];
  readonly publishes: readonly EventDefinition[];
  /** The event type of this name, where some definition waits for it. */
  consumed(type: string): EventDefinition | undefined;
  /**
   * Names of the sagas that this event belongs to: of an instruction the one that it names, of what an agent holds those
   * with a step that this agent holds up.
   */
  fedBy(type: string, data: unknown): readonly string[];
  /** The definition that new instances begin with; undefined for a saga that this coordinator does not know. */
  current(saga: string): SagaDefinition | undefined;
  /** The definition that an instance began with; undefined when this coordinator does not know it. */
  version(saga: string, version: string): SagaDefinition | undefined;
}

const byType = (definitions: readonly EventDefinition[]): ReadonlyMap<string, EventDefinition> =>
  new Map(definitions.map((definition) => [definition.type, definition]));

const namesOf = (definitions: readonly SagaDefinition[]): readonly string[] => [
  ...new Set(definitions.map(({ name }) => name)),
];

const waitFor = (type: string, { consumes }: SagaDefinition): boolean => consumes.some((each) => each.type === type);

/** A catalogue of definitions; of one saga the last in the list is the current one. */
export const createCatalogue = (definitions: readonly SagaDefinition[]): SagaCatalogue => {
  // What operators say is published here, and about instances it is read as what everybody else says.
  const consumed = byType([...definitions.flatMap(({ consumes }) => consumes), SagaInstructed]);
  const published = byType([...definitions.flatMap(({ publishes }) => publishes), SagaInstructed, ParticipantChanged]);
  const current = new Map(definitions.map((definition) => [definition.name, definition]));
  const versions = new Map(definitions.map((definition) => [`${definition.name} ${definition.version}`, definition]));
  const fed = new Map(
    [...consumed.keys()].map((type) => [type, namesOf(definitions.filter((each) => waitFor(type, each)))]),
  );
  const fedBy = (type: string, data: unknown): readonly string[] => {
    // The type says what data the event carries.
    if (type === SagaInstructed.type) return [(data as SagaInstructedData).saga];
    if (type === EventHeld.type) return namesOf(definitions.filter((each) => concernsHeld(each, data)));
    return fed.get(type) ?? [];
  };
  return {
    consumes: [...consumed.values()],
    publishes: [...published.values()],
    consumed: (type) => consumed.get(type),
    fedBy,
    current: (saga) => current.get(saga),
    version: (saga, version) => versions.get(`${saga} ${version}`),
  };
};
