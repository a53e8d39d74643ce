import { isDeepStrictEqual } from 'node:util';
import type { EventDefinition } from '@troupe/contracts';
import avro from 'avsc';
import type { Choreography } from '../choreography.ts';
import type { Rule } from '../finding.ts';

interface Held {
  /** Who has this version of the schema. */
  readonly by: string;
  readonly event: EventDefinition;
}

const SCHEMAS = 'schemas/';

const heldBy = ({ services, events }: Choreography, what: 'consumes' | 'publishes', type: string): readonly Held[] =>
  [...services.map((service) => ({ by: service.folder, own: service[what] })), { by: SCHEMAS, own: events }].flatMap(
    ({ by, own }) => own.filter((each) => each.type === type).map((event) => ({ by, event })),
  );

const typeOf = ({ schema }: EventDefinition): avro.Type =>
  // avsc's own schema type is a wider union that lists mutable arrays.
  avro.Type.forSchema(schema as unknown as avro.Schema, { wrapUnions: 'never' });

/** Why a reader cannot read what a writer writes; undefined: it can. */
export const misfit = (reader: EventDefinition, writer: EventDefinition): string | undefined => {
  if (isDeepStrictEqual(reader.schema, writer.schema)) return undefined;
  try {
    typeOf(reader).createResolver(typeOf(writer));
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

/** Everybody who reads an event has to be able to read what anybody writes, whatever version of the schema each was made with. */
export const schemasUnfit: Rule = (choreography) =>
  choreography.events.flatMap(({ type }) => {
    const writers = heldBy(choreography, 'publishes', type);
    return heldBy(choreography, 'consumes', type).flatMap((reader) => {
      const misfits = writers.flatMap(({ by, event }) => {
        const why = misfit(reader.event, event);
        return why === undefined ? [] : [`what ${by} writes (${why})`];
      });
      if (misfits.length === 0) return [];
      return [
        {
          rule: 'schemas-unfit' as const,
          place: `${reader.by}: ${type}`,
          what: `it cannot read ${misfits.join(', nor ')}`,
          mend: 'let both use the event type made from schemas/; a field that only one knows needs a default',
        },
      ];
    });
  });
