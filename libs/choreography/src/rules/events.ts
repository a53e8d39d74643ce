import type { EventDefinition } from '@troupe/contracts';
import { EVERY_SERVICE, includesType, publishersOf, readersOf, schemaFileOf } from '../choreography.ts';
import type { Rule } from '../finding.ts';

/** What is not in schemas/ has no topic and no rights. */
export const unknownEvent: Rule = ({ events, services }) =>
  services.flatMap(({ folder, consumes, publishes }) => {
    const strangers = new Set([...consumes, ...publishes].map(({ type }) => type));
    return [...strangers]
      .filter((type) => !includesType(events, type))
      .map((type) => ({
        rule: 'unknown-event' as const,
        place: `${folder}: ${type}`,
        what: `no schema of that name is in schemas/, so it has no topic`,
        mend: 'write the schema, run `npm run generate`, and use the event type that it makes',
      }));
  });

/** Whoever waits for it waits for ever. */
export const eventUnpublished: Rule = (choreography) =>
  choreography.events
    .filter(
      (event) =>
        event.origin === undefined &&
        !includesType(EVERY_SERVICE.publishes, event.type) &&
        publishersOf(choreography, event.type).length === 0,
    )
    .map((event) => ({
      rule: 'event-unpublished',
      place: schemaFileOf(event),
      what: `nobody publishes ${event.type}${waitingFor(readersOf(choreography, event.type))}`,
      mend: `put it into the 'publishes' of who concludes it, say in "origin" which people do, or delete the schema`,
    }));

const waitingFor = (readers: readonly { readonly name: string }[]): string =>
  readers.length === 0 ? '' : `, and ${readers.map(({ name }) => name).join(', ')} would wait for it`;

/** What is published for nobody need not be said. */
export const eventUnread: Rule = (choreography) =>
  choreography.events
    .filter(
      (event) =>
        event.audience === undefined &&
        !includesType(EVERY_SERVICE.consumes, event.type) &&
        readersOf(choreography, event.type).length === 0,
    )
    .map((event) => ({
      rule: 'event-unread',
      place: schemaFileOf(event),
      what: `nobody consumes ${event.type}`,
      mend: 'let somebody consume it, say in "audience" which people it is for, or delete it with its publisher',
    }));

const isKeyedByAgent = ({ key }: EventDefinition): boolean => key === 'agent';

/** Order, joins, sagas and budgets belong to the conversation that a record is keyed by. */
export const wrongKey: Rule = ({ services }) =>
  services
    .filter(({ kind }) => kind !== 'recorder')
    .flatMap(({ folder, consumes, publishes, sagas }) => {
      const used = [...consumes, ...publishes, ...sagas.flatMap((saga) => [...saga.consumes, ...saga.publishes])];
      return [...new Set(used.filter(isKeyedByAgent).map(({ type }) => type))].map((type) => ({
        rule: 'wrong-key' as const,
        place: `${folder}: ${type}`,
        what: `it is keyed by agent, and what services conclude is keyed by conversation`,
        mend: `use an event type that belongs to conversations: one without "key" in its schema`,
      }));
    });
