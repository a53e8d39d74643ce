import { TroupeError, type Envelope, type Provenance } from '@troupe/contracts';
import { traceIn } from './trace-headers.ts';

/**
 * The Kafka headers of an event: CloudEvents 1.0 in binary mode with its correlation extension, and what Troupe adds.
 * These strings cross the wire: they exist here and nowhere else.
 */
export const HEADERS = {
  id: 'ce_id',
  type: 'ce_type',
  source: 'ce_source',
  time: 'ce_time',
  specVersion: 'ce_specversion',
  conversation: 'ce_correlationid',
  causation: 'ce_causationid',
  parent: 'ce_parentid',
  lamport: 'ce_lamport',
  hops: 'ce_hops',
  deadline: 'ce_deadline',
  tenant: 'ce_tenant',
  traceparent: 'traceparent',
  tracestate: 'tracestate',
  baggage: 'baggage',
  contentType: 'content-type',
  agentVersion: 'ce_agentversion',
  promptVersion: 'ce_promptversion',
  modelVersion: 'ce_modelversion',
  policyVersion: 'ce_policyversion',
} as const;

const SPEC_VERSION = '1.0';
const CONTENT_TYPE = 'application/avro';

/**
 * The headers of an event. Times are written in RFC 3339 with milliseconds, in UTC.
 * @throws TroupeError ENVELOPE_INVALID naming the header when a value could not be read again.
 */
export const toHeaders = (envelope: Envelope): Record<string, string> => {
  const { deadlineMs, provenance } = envelope;
  const headers: Record<string, string> = {
    [HEADERS.specVersion]: SPEC_VERSION,
    [HEADERS.id]: written(HEADERS.id, envelope.id),
    [HEADERS.type]: written(HEADERS.type, envelope.type),
    [HEADERS.source]: written(HEADERS.source, envelope.source),
    [HEADERS.time]: writtenTime(HEADERS.time, envelope.timeMs),
    [HEADERS.conversation]: written(HEADERS.conversation, envelope.conversationId),
    [HEADERS.lamport]: writtenCount(HEADERS.lamport, envelope.lamport),
    [HEADERS.hops]: writtenCount(HEADERS.hops, envelope.hops),
    [HEADERS.tenant]: written(HEADERS.tenant, envelope.tenant),
    [HEADERS.contentType]: CONTENT_TYPE,
  };
  // Set one by one and not spread: this is done for every event that is published.
  const add = (name: string, value: string | undefined): void => {
    if (value !== undefined) headers[name] = written(name, value);
  };
  add(HEADERS.causation, envelope.causationId);
  add(HEADERS.parent, envelope.parentId);
  if (deadlineMs !== undefined) add(HEADERS.deadline, writtenTime(HEADERS.deadline, deadlineMs));
  add(HEADERS.traceparent, envelope.traceparent);
  add(HEADERS.tracestate, envelope.tracestate);
  add(HEADERS.baggage, envelope.baggage);
  if (provenance !== undefined) addProvenance(provenance, add);
  return headers;
};

const addProvenance = (
  { agent, prompt, model, policy }: Provenance,
  add: (name: string, value: string | undefined) => void,
): void => {
  add(HEADERS.agentVersion, agent);
  add(HEADERS.promptVersion, prompt);
  add(HEADERS.modelVersion, model);
  add(HEADERS.policyVersion, policy);
};

/**
 * The envelope that a record travelled in. Trace headers that are none are left out, as W3C asks.
 * @throws TroupeError ENVELOPE_INVALID naming the header that is missing or cannot be read.
 */
export const fromHeaders = (headers: Readonly<Record<string, string>>): Envelope => {
  const specVersion = required(headers, HEADERS.specVersion);
  if (specVersion !== SPEC_VERSION) throw unreadable(HEADERS.specVersion, specVersion, `'${SPEC_VERSION}'`);
  const causationId = optional(headers, HEADERS.causation);
  const parentId = optional(headers, HEADERS.parent);
  const provenance = provenanceOf(headers);
  return {
    id: required(headers, HEADERS.id),
    type: required(headers, HEADERS.type),
    source: required(headers, HEADERS.source),
    timeMs: readTime(HEADERS.time, required(headers, HEADERS.time)),
    conversationId: required(headers, HEADERS.conversation),
    ...(causationId !== undefined && { causationId }),
    ...(parentId !== undefined && { parentId }),
    lamport: readCount(HEADERS.lamport, required(headers, HEADERS.lamport)),
    hops: readCount(HEADERS.hops, required(headers, HEADERS.hops)),
    ...deadlineOf(headers),
    tenant: required(headers, HEADERS.tenant),
    ...traceIn(headers),
    ...(provenance !== undefined && { provenance }),
  };
};

const RFC_3339 = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;
/** The last millisecond of the year 9999: RFC 3339 has no later one. */
const LAST_TIME = 253_402_300_799_999;
/** The first millisecond of the year 0. */
const FIRST_TIME = -62_167_219_200_000;

const written = (name: string, value: string): string => {
  if (value === '')
    throw new TroupeError('ENVELOPE_INVALID', `${name} is empty: give it a value`, { details: { header: name } });
  return value;
};

const writtenTime = (name: string, ms: number): string => {
  if (Number.isInteger(ms) && ms >= FIRST_TIME && ms <= LAST_TIME) return new Date(ms).toISOString();
  throw unreadable(name, String(ms), 'whole milliseconds since 1970 UTC, in the years 0 to 9999');
};

const writtenCount = (name: string, count: number): string => {
  if (Number.isSafeInteger(count) && count >= 0) return String(count);
  throw unreadable(name, String(count), 'a whole number, not negative');
};

const optional = (headers: Readonly<Record<string, string>>, name: string): string | undefined => {
  const value = headers[name];
  return value === '' ? undefined : value;
};

const required = (headers: Readonly<Record<string, string>>, name: string): string => {
  const value = optional(headers, name);
  if (value !== undefined) return value;
  throw new TroupeError('ENVELOPE_INVALID', `the header ${name} is missing: every event must carry it`, {
    details: { header: name },
  });
};

const readTime = (name: string, text: string): number => {
  const ms = RFC_3339.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms)) throw unreadable(name, text, 'a time as in RFC 3339, such as 2026-01-31T09:30:00.000Z');
  return ms;
};

const readCount = (name: string, text: string): number => {
  const count = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(count)) throw unreadable(name, text, 'a whole number, not negative');
  return count;
};

const deadlineOf = (headers: Readonly<Record<string, string>>): Pick<Envelope, 'deadlineMs'> => {
  const text = optional(headers, HEADERS.deadline);
  return text === undefined ? {} : { deadlineMs: readTime(HEADERS.deadline, text) };
};

const provenanceOf = (headers: Readonly<Record<string, string>>): Provenance | undefined => {
  const agent = optional(headers, HEADERS.agentVersion);
  const prompt = optional(headers, HEADERS.promptVersion);
  const model = optional(headers, HEADERS.modelVersion);
  const policy = optional(headers, HEADERS.policyVersion);
  if (agent === undefined && prompt === undefined && model === undefined && policy === undefined) return undefined;
  return {
    ...(agent !== undefined && { agent }),
    ...(prompt !== undefined && { prompt }),
    ...(model !== undefined && { model }),
    ...(policy !== undefined && { policy }),
  };
};

const unreadable = (name: string, value: string, expected: string): TroupeError =>
  new TroupeError('ENVELOPE_INVALID', `the header ${name} is '${value.slice(0, 100)}': expected ${expected}`, {
    details: { header: name },
  });
