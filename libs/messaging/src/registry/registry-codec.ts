import { TroupeError, type EventDefinition } from '@troupe/contracts';
import avro, { type Type } from 'avsc';
import { createCodec, type SchemaLookup } from '../codec/create-codec.ts';
import type { Codec } from '../ports.ts';
import { registryUnavailable, requestRegistry, type RegistryAnswer } from './registry-request.ts';
import { subjectOf } from './subject.ts';

/** Where a codec looks schemas up. */
export interface RegistryCodecOptions {
  /** The base of the registry's Confluent API, such as `http://127.0.0.1:8081/apis/ccompat/v7`. */
  readonly url: string;
  /** The environment's prefix, prepended to every subject. Default ''. */
  readonly prefix?: string;
  /** How long one look-up may take. Default 5,000 ms. */
  readonly timeoutMs?: number;
}

/** A codec over a schema registry. It looks schemas up and never registers one: that is the deployment's. */
export const createRegistryCodec = ({ url, prefix = '', timeoutMs = 5_000 }: RegistryCodecOptions): Codec =>
  createCodec(createRegistryLookup({ url: url.replace(/\/+$/, ''), prefix, timeoutMs }));

/** The largest id that the wire format's readers agree on (a signed integer in Java): beyond it there is nothing to ask. */
const LAST_ID = 2_147_483_647;

const createRegistryLookup = (registry: Required<RegistryCodecOptions>): SchemaLookup => ({
  idOf: async (definition) => {
    const subject = subjectOf(registry.prefix, definition);
    const path = `/subjects/${encodeURIComponent(subject)}`;
    const schema = JSON.stringify(definition.schema);
    const answer = await requestRegistry({ ...registry, method: 'POST', path, body: { schema } });
    const { id } = requireFound(answer, notRegistered(subject, definition));
    if (typeof id === 'number') return id;
    throw registryUnavailable(`it gave no id for ${subject}`);
  },
  writerOf: async (schemaId) => {
    if (schemaId > LAST_ID) throw unknownId(schemaId);
    const answer = await requestRegistry({ ...registry, method: 'GET', path: `/schemas/ids/${schemaId}` });
    return typeOf(schemaId, requireFound(answer, unknownId(schemaId)));
  },
  ready: () => answers(registry),
});

/** Only "not found" says that a schema is unknown; all else but the schema itself means that nothing was learnt. */
const requireFound = ({ status, body }: RegistryAnswer, unknown: TroupeError): RegistryAnswer['body'] => {
  if (status === 200) return body;
  throw status === 404 ? unknown : registryUnavailable(`it was asked for a schema and answered ${status}`);
};

const notRegistered = (subject: string, definition: EventDefinition): TroupeError =>
  new TroupeError(
    'SCHEMA_UNKNOWN',
    `the registry does not hold this version of ${definition.type} under ${subject}: register the schemas before the services start`,
    { details: { subject, type: definition.type } },
  );

const unknownId = (schemaId: number): TroupeError =>
  new TroupeError(
    'SCHEMA_UNKNOWN',
    `the registry knows no schema with id ${schemaId}: the value was written with another registry, or is no event`,
    { details: { schemaId } },
  );

/** The schema as it was registered: text inside of the answer, which names its kind unless that is Avro. */
const typeOf = (schemaId: number, { schema, schemaType = 'AVRO' }: RegistryAnswer['body']): Type => {
  try {
    if (schemaType !== 'AVRO' || typeof schema !== 'string') throw new Error(`it is ${String(schemaType)}`);
    // What was registered as Avro is a schema as avsc has it, or refused by avsc.
    return avro.Type.forSchema(JSON.parse(schema) as avro.Schema);
  } catch (error) {
    throw new TroupeError('BYTES_UNDECODABLE', `schema id ${schemaId} is not an Avro schema`, {
      details: { schemaId },
      cause: error,
    });
  }
};

const answers = async (registry: Required<RegistryCodecOptions>): Promise<boolean> => {
  try {
    const { status } = await requestRegistry({ ...registry, method: 'GET', path: '/schemas/types' });
    return status === 200;
  } catch {
    return false;
  }
};
