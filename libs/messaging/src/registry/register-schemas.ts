import { TroupeError, type EventDefinition } from '@troupe/contracts';
import { mapBounded } from '../map-bounded.ts';
import { registryUnavailable, requestRegistry, type RegistryAnswer } from './registry-request.ts';
import { subjectOf } from './subject.ts';

/** Where schemas are registered. */
export interface RegisterOptions {
  /** The base of the registry's Confluent API. */
  readonly url: string;
  /** The environment's prefix, prepended to every subject. Default ''. */
  readonly prefix?: string;
  /** Of one request. Default 10,000 ms. */
  readonly timeoutMs?: number;
}

/** A schema that the registry holds. */
export interface RegisteredSchema {
  readonly subject: string;
  readonly id: number;
  /** Whether it is new to the registry. */
  readonly added: boolean;
}

const COMPATIBILITY = 'FULL_TRANSITIVE';
const IN_PARALLEL = 8;

/**
 * Registers the schema of every definition under its subject, each FULL_TRANSITIVE: old readers read new events and new
 * readers old ones, over all versions. Doing it again changes nothing.
 * @throws TroupeError SCHEMA_INCOMPATIBLE naming the subject and the registry's reason · REGISTRY_UNAVAILABLE
 */
export const registerSchemas = (
  { url, prefix = '', timeoutMs = 10_000 }: RegisterOptions,
  definitions: readonly EventDefinition[],
): Promise<readonly RegisteredSchema[]> =>
  mapBounded(definitions, IN_PARALLEL, (definition) =>
    register({ url, timeoutMs, subject: subjectOf(prefix, definition) }, JSON.stringify(definition.schema)),
  );

interface Place {
  readonly url: string;
  readonly timeoutMs: number;
  readonly subject: string;
}

const register = async (place: Place, schema: string): Promise<RegisteredSchema> => {
  const present = await ask(place, { method: 'POST', path: `/subjects/${encode(place)}`, body: { schema } });
  const level = await requireCompatibility(place);
  if (present.status === 200) return { subject: place.subject, id: idIn(place, present), added: false };
  const added = await ask(place, { method: 'POST', path: `/subjects/${encode(place)}/versions`, body: { schema } });
  if (added.status !== 200) throw refused(place, added);
  // Some registries know the level of a subject only once it has a version.
  if (level === 'refused' && (await requireCompatibility(place)) === 'refused') throw notRaised(place);
  return { subject: place.subject, id: idIn(place, added), added: true };
};

const requireCompatibility = async (place: Place): Promise<'required' | 'refused'> => {
  const path = `/config/${encode(place)}`;
  const now = await ask(place, { method: 'GET', path });
  if (now.body['compatibilityLevel'] === COMPATIBILITY) return 'required';
  const raised = await ask(place, { method: 'PUT', path, body: { compatibility: COMPATIBILITY } });
  return raised.status === 200 ? 'required' : 'refused';
};

const ask = (
  { url, timeoutMs }: Place,
  request: { method: 'GET' | 'POST' | 'PUT'; path: string; body?: unknown },
): Promise<RegistryAnswer> => requestRegistry({ url, timeoutMs, ...request });

const encode = ({ subject }: Place): string => encodeURIComponent(subject);

const idIn = ({ subject }: Place, { body }: RegistryAnswer): number => {
  const id = body['id'];
  if (typeof id === 'number') return id;
  throw registryUnavailable(`it gave no id for ${subject}`);
};

const reasonIn = ({ status, body }: RegistryAnswer): string => {
  const message = body['message'];
  return typeof message === 'string' ? message : `status ${status}`;
};

const refused = ({ subject }: Place, answer: RegistryAnswer): TroupeError => {
  const next =
    answer.status === 409
      ? 'Give new fields a default, keep the old ones, or make the event a new version with a topic of its own'
      : 'Correct the schema';
  return new TroupeError('SCHEMA_INCOMPATIBLE', `the registry refused ${subject}: ${reasonIn(answer)}. ${next}`, {
    details: { subject, status: answer.status },
  });
};

const notRaised = ({ subject }: Place): TroupeError =>
  new TroupeError(
    'SCHEMA_INCOMPATIBLE',
    `the registry does not let ${subject} be ${COMPATIBILITY}: allow this account to set its compatibility`,
    { details: { subject } },
  );
