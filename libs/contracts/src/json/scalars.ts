import type { AvroPrimitive } from '../avro.ts';

/** What a scalar is in JSON, and back. `parse` gives undefined for what it cannot take. */
export interface ScalarForm {
  /** What is expected, for messages: 'a whole number'. */
  readonly expected: string;
  readonly jsonSchema: Readonly<Record<string, unknown>>;
  parse(value: unknown): unknown;
  render(value: unknown): unknown;
}

const DAY_MS = 86_400_000;
const INT_MAX = 2 ** 31 - 1;
/** The largest long that avsc takes: one less than the largest safe integer. */
const LONG_MAX = Number.MAX_SAFE_INTEGER - 1;
const same = (value: unknown): unknown => value;

const whole = (min: number, max: number): ScalarForm => ({
  expected: `a whole number from ${min} to ${max}`,
  jsonSchema: { type: 'integer', minimum: min, maximum: max },
  parse: (value) => (Number.isInteger(value) && Number(value) >= min && Number(value) <= max ? value : undefined),
  render: same,
});

const text: ScalarForm = {
  expected: 'a string',
  jsonSchema: { type: 'string' },
  parse: (value) => (typeof value === 'string' ? value : undefined),
  render: same,
};

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?(Z|[+-]\d{2}:\d{2})$/;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Milliseconds of a moment that exists: `Date.parse` would turn 30 February into 2 March. */
const parseTime = (value: unknown, pattern: RegExp): number | undefined => {
  if (typeof value !== 'string' || !pattern.test(value)) return undefined;
  const time = Date.parse(value);
  const day = Date.parse(value.slice(0, 10));
  return Number.isNaN(time) || new Date(day).toISOString().slice(0, 10) !== value.slice(0, 10) ? undefined : time;
};

const BY_LOGICAL_TYPE: Readonly<Record<string, ScalarForm>> = {
  'timestamp-millis': {
    expected: 'a date-time with its zone, such as 2026-01-31T12:00:00Z',
    jsonSchema: { type: 'string', format: 'date-time' },
    parse: (value) => parseTime(value, DATE_TIME),
    render: (value) => new Date(Number(value)).toISOString(),
  },
  date: {
    expected: 'a date, such as 2026-01-31',
    jsonSchema: { type: 'string', format: 'date' },
    parse: (value) => {
      const time = parseTime(value, DATE);
      return time === undefined ? undefined : time / DAY_MS;
    },
    render: (value) => new Date(Number(value) * DAY_MS).toISOString().slice(0, 10),
  },
  uuid: {
    expected: 'a UUID',
    jsonSchema: { type: 'string', format: 'uuid' },
    parse: (value) => (typeof value === 'string' && UUID.test(value) ? value : undefined),
    render: same,
  },
};

const BY_TYPE: Readonly<Record<string, ScalarForm>> = {
  string: text,
  int: whole(-INT_MAX - 1, INT_MAX),
  long: whole(-LONG_MAX, LONG_MAX),
  double: {
    expected: 'a number',
    jsonSchema: { type: 'number' },
    parse: (value) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined),
    render: same,
  },
  boolean: {
    expected: 'true or false',
    jsonSchema: { type: 'boolean' },
    parse: (value) => (typeof value === 'boolean' ? value : undefined),
    render: same,
  },
  bytes: {
    expected: 'bytes in base64',
    jsonSchema: { type: 'string', contentEncoding: 'base64' },
    parse: (value) => {
      const bytes = typeof value === 'string' ? Buffer.from(value, 'base64') : undefined;
      return bytes?.toString('base64') === value ? bytes : undefined;
    },
    render: (value) => Buffer.from(value as Uint8Array).toString('base64'),
  },
};

/** The JSON form of a scalar; undefined for a type that is none. */
export const scalarForm = (type: AvroPrimitive): ScalarForm | undefined =>
  (type.logicalType === undefined ? undefined : BY_LOGICAL_TYPE[type.logicalType]) ?? BY_TYPE[type.type];
