import registryClient from '@kafkajs/confluent-schema-registry';
import { ensureError, TroupeError, type EventDefinition } from '@troupe/contracts';
import avro, { type Type } from 'avsc';
import { createCodec, type SchemaLookup } from '../codec/create-codec.ts';
import type { Codec } from '../ports.ts';
import { registryUnavailable, requestRegistry } from './registry-request.ts';
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

const createRegistryLookup = ({ url, prefix, timeoutMs }: Required<RegistryCodecOptions>): SchemaLookup => {
  const client = connect(url, timeoutMs);
  return {
    idOf: async (definition) => {
      const subject = subjectOf(prefix, definition);
      // The same JSON; the client's type lists mutable arrays.
      const schema = definition.schema as Parameters<typeof client.getRegistryIdBySchema>[1];
      return client
        .getRegistryIdBySchema(subject, schema)
        .catch((error: unknown) => rethrow(ensureError(error), notRegistered(subject, definition)));
    },
    writerOf: async (schemaId) => {
      if (schemaId > LAST_ID) throw unknownId(schemaId);
      const schema: unknown = await client
        .getSchema(schemaId)
        .catch((error: unknown) => rethrow(ensureError(error), unknownId(schemaId)));
      return requireAvro(schemaId, schema);
    },
    ready: () => answers(url, timeoutMs),
  };
};

/** Retrying is left to those who wait: they know for how long. */
const connect = (host: string, timeoutMs: number): registryClient.SchemaRegistry =>
  new registryClient.SchemaRegistry({
    host,
    clientId: 'schema registry',
    retry: { retries: 0 },
    middlewares: [() => ({ prepareRequest: async (next) => (await next()).enhance({ timeout: timeoutMs }) })],
  });

/**
 * Only "not found" says that a schema is unknown: the client passes it on as status 404 or, on one call, as an error of
 * its own class. All else means that nothing was learnt; the client reports even a refused connection as status 400.
 */
const rethrow = (error: Error, unknown: TroupeError): never => {
  const status = 'status' in error ? error.status : undefined;
  if (status === 404 || error.name === 'ConfluentSchemaRegistryError') throw unknown;
  throw registryUnavailable(error.message, error);
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

const requireAvro = (schemaId: number, schema: unknown): Type => {
  if (avro.Type.isType(schema)) return schema as Type; // isType has just said so
  throw new TroupeError('BYTES_UNDECODABLE', `schema id ${schemaId} is not an Avro schema`, { details: { schemaId } });
};

const answers = async (url: string, timeoutMs: number): Promise<boolean> => {
  try {
    const { status } = await requestRegistry({ url, method: 'GET', path: '/schemas/types', timeoutMs });
    return status === 200;
  } catch {
    return false;
  }
};
