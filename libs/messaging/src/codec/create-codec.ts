import { TroupeError, type EventDefinition } from '@troupe/contracts';
import type { Type } from 'avsc';
import { mapBounded } from '../map-bounded.ts';
import type { Codec } from '../ports.ts';
import { avroTypeOf } from './avro-type.ts';
import { createDecoders } from './decoders.ts';
import { findMisfit } from './find-misfit.ts';
import { remember } from './remember.ts';
import { frame, unframe } from './wire-format.ts';

/** Where schemas and their ids come from. */
export interface SchemaLookup {
  /** The id of a definition's schema. @throws TroupeError SCHEMA_UNKNOWN · REGISTRY_UNAVAILABLE */
  idOf(definition: EventDefinition): Promise<number>;
  /** The schema that was registered under an id. @throws TroupeError SCHEMA_UNKNOWN · REGISTRY_UNAVAILABLE · BYTES_UNDECODABLE */
  writerOf(schemaId: number): Promise<Type>;
  /** Whether schemas can be looked up now. */
  ready(): Promise<boolean>;
}

/** A codec over a place where schemas are looked up. Each look-up is made once. */
export const createCodec = (lookup: SchemaLookup): Codec => {
  const ids = remember<EventDefinition, number>({ load: (definition) => lookup.idOf(definition) });
  const writers = remember<number, Type>({ load: (schemaId) => lookup.writerOf(schemaId) });
  const decoders = createDecoders();
  const identity = createIdentity();

  return {
    encode: async (definition, data) => {
      const payload = encodeData(definition, data);
      const known = identity(definition);
      return frame({ schemaId: ids.known(known) ?? (await ids.get(known)), payload });
    },
    decode: async (definition, value) => {
      const { schemaId, payload } = unframe(value);
      const writer = writers.known(schemaId) ?? (await writers.get(schemaId));
      return decoders.decode(definition, { schemaId, writer, payload });
    },
    warm: async (definitions) => {
      const missing = await mapBounded(definitions, WARM_AT_ONCE, (each) => missingIn(ids.get(identity(each))));
      requireNone(missing.filter((error) => error !== undefined));
    },
    ready: () => lookup.ready(),
  };
};

/** A registry that is asked by every service of an environment at once answers few questions in time, rather than many late. */
const WARM_AT_ONCE = 8;

/** The error of a schema that nobody has registered. A registry that is away says nothing about what it holds: that is thrown. */
const missingIn = async (lookup: Promise<unknown>): Promise<TroupeError | undefined> => {
  try {
    await lookup;
    return undefined;
  } catch (error) {
    if (TroupeError.is(error) && error.code === 'SCHEMA_UNKNOWN') return error;
    throw error;
  }
};

/** Names at once all that is missing. */
const requireNone = (missing: readonly TroupeError[]): void => {
  const [first] = missing;
  if (first === undefined) return;
  if (missing.length === 1) throw first;
  throw new TroupeError('SCHEMA_UNKNOWN', missing.map(({ message }) => message).join('; '), { cause: first });
};

/** A creator and the definition in its drafts describe the same event: both have the one schema. */
const createIdentity = (): ((definition: EventDefinition) => EventDefinition) => {
  const bySchema = new Map<EventDefinition['schema'], EventDefinition>();
  return (definition) => {
    const known = bySchema.get(definition.schema);
    if (known !== undefined) return known;
    bySchema.set(definition.schema, definition);
    return definition;
  };
};

const encodeData = (definition: EventDefinition, data: unknown): Buffer => {
  const type = avroTypeOf(definition);
  const misfit = findMisfit(type, data);
  if (misfit === undefined) return type.toBuffer(data);
  const place = misfit.path === '' ? definition.type : `${definition.type}: ${misfit.path}`;
  throw new TroupeError('EVENT_INVALID', `${place}: ${misfit.message}`, {
    details: { type: definition.type, path: misfit.path },
  });
};
