import { ensureError, TroupeError, type EventDefinition } from '@troupe/contracts';
import type { Type } from 'avsc';
import { avroTypeOf } from './avro-type.ts';
import { lengthCheckOf } from './check-lengths.ts';

/** Bytes, and the schema that they were written with. */
export interface Written {
  readonly schemaId: number;
  readonly writer: Type;
  readonly payload: Buffer;
}

/** Reads what was written with one schema as another says. */
export interface Decoders {
  /** @throws TroupeError BYTES_UNDECODABLE */
  decode<Data>(definition: EventDefinition<string, Data>, written: Written): Data;
}

type Decode = (payload: Buffer) => unknown;

/** Keeps one resolver for each pair of a writer's schema and a reader: making one costs more than decoding with it. */
export const createDecoders = (): Decoders => {
  const decoders = new Map<EventDefinition, Map<number, Decode>>();

  const decoderOf = (definition: EventDefinition, { schemaId, writer }: Written): Decode => {
    const byWriter = decoders.get(definition) ?? new Map<number, Decode>();
    const known = byWriter.get(schemaId);
    if (known !== undefined) return known;
    const decoder = makeDecoder(definition, { schemaId, writer });
    decoders.set(definition, byWriter.set(schemaId, decoder));
    return decoder;
  };

  return {
    decode: <Data>(definition: EventDefinition<string, Data>, written: Written): Data =>
      // The generator derives Data from the schema that the reader was made of.
      decoderOf(definition, written)(written.payload) as Data,
  };
};

const makeDecoder = (definition: EventDefinition, { schemaId, writer }: Omit<Written, 'payload'>): Decode => {
  const reader = avroTypeOf(definition);
  const resolver = resolverOf(definition, reader, { schemaId, writer });
  const fits = lengthCheckOf(writer) ?? (() => true);
  return (payload) => {
    if (!fits(payload)) throw undecodable(definition, schemaId, new Error('a length or count goes beyond the value'));
    try {
      // avsc gives any; what it is, the caller's definition says.
      return reader.fromBuffer(payload, resolver) as unknown;
    } catch (error) {
      throw undecodable(definition, schemaId, ensureError(error));
    }
  };
};

const resolverOf = (
  definition: EventDefinition,
  reader: Type,
  { schemaId, writer }: Omit<Written, 'payload'>,
): ReturnType<Type['createResolver']> => {
  try {
    return reader.createResolver(writer);
  } catch (error) {
    throw undecodable(definition, schemaId, ensureError(error));
  }
};

const undecodable = (definition: EventDefinition, schemaId: number, cause: Error): TroupeError =>
  new TroupeError(
    'BYTES_UNDECODABLE',
    `a value written with schema id ${schemaId} does not decode as ${definition.type}: ${cause.message}`,
    { cause, details: { type: definition.type, schemaId } },
  );
