import { TroupeError, type AvroRecordSchema, type EventDefinition } from '@troupe/contracts';
import { requestRegistry } from './registry-request.ts';
import type { RegistryCodecOptions } from './registry-codec.ts';
import { subjectOf } from './subject.ts';

const unknown = (subject: string, type: string, why: string): TroupeError =>
  new TroupeError('SCHEMA_UNKNOWN', `the registry holds no event under ${subject}: ${why}`, {
    details: { subject, type },
  });

const isRecord = (schema: unknown): schema is AvroRecordSchema =>
  typeof schema === 'object' && schema !== null && 'type' in schema && schema.type === 'record' && 'fields' in schema;

/** The schema as it was registered, which is text inside of the answer. */
const parse = (text: unknown): unknown => {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
};

/**
 * An event type that is known by name alone, as the registry holds it now: for whoever is not compiled with it.
 * @throws TroupeError SCHEMA_UNKNOWN · REGISTRY_UNAVAILABLE
 */
export const readDefinition = async (
  { url, prefix = '', timeoutMs = 5_000 }: RegistryCodecOptions,
  type: string,
): Promise<EventDefinition> => {
  const subject = subjectOf(prefix, { type });
  const path = `/subjects/${encodeURIComponent(subject)}/versions/latest`;
  const { status, body } = await requestRegistry({ url: url.replace(/\/+$/, ''), method: 'GET', path, timeoutMs });
  if (status !== 200) throw unknown(subject, type, `register the schema of '${type}' first`);
  const schema = parse(body['schema']);
  if (!isRecord(schema)) throw unknown(subject, type, 'what lies there is no Avro record');
  return { type, domain: schema.namespace?.split('.').at(-1) ?? '', schema };
};
