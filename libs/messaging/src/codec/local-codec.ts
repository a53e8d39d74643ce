import { TroupeError, type EventDefinition } from '@troupe/contracts';
import type { Codec } from '../ports.ts';
import { avroTypeOf } from './avro-type.ts';
import { createCodec } from './create-codec.ts';

/**
 * A codec that needs no registry: the same bytes, with ids given in the order of `definitions`, from 1. For unit tests:
 * ids mean something only to a codec made of the same list.
 */
export const createLocalCodec = (definitions: readonly EventDefinition[]): Codec => {
  const ids = new Map(definitions.map((definition, index) => [definition.type, index + 1]));
  return createCodec({
    idOf: (definition) => {
      const id = ids.get(definition.type);
      return id === undefined
        ? unknown(`${definition.type} is none of the definitions that this codec was given`)
        : Promise.resolve(id);
    },
    writerOf: (schemaId) => {
      const definition = definitions[schemaId - 1];
      return definition === undefined
        ? unknown(`there is no schema with id ${schemaId}`)
        : Promise.resolve(avroTypeOf(definition));
    },
    ready: () => Promise.resolve(true),
  });
};

const unknown = (message: string): Promise<never> => Promise.reject(new TroupeError('SCHEMA_UNKNOWN', message));
