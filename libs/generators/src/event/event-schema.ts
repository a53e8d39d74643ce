import type { AvroField, AvroType, EventSchema } from '@troupe/contracts/avro';
import { refusal } from '../refusal.ts';
import { listOf, pascal, sentenceOf } from '../words.ts';

/** What an event type is made of. */
export interface EventOptions {
  /** Lower-case words with dots: `return.predicted`. */
  readonly type: string;
  readonly domain: string;
  /** What it says, in one sentence. */
  readonly doc: string;
  /** As `fieldsFrom` reads them. */
  readonly fields: readonly AvroField[];
  readonly audience?: EventSchema['audience'];
  readonly origin?: EventSchema['origin'];
}

const SCALARS: Readonly<Record<string, AvroType>> = {
  string: 'string',
  boolean: 'boolean',
  int: 'int',
  long: 'long',
  double: 'double',
  bytes: 'bytes',
  uuid: { type: 'string', logicalType: 'uuid' },
  date: { type: 'int', logicalType: 'date' },
  time: { type: 'long', logicalType: 'timestamp-millis' },
};

const WRITTEN = /^([a-z][A-Za-z0-9]*):([a-z]+)(\[\])?(\?)?$/;

const fieldFrom = (written: string): AvroField => {
  const [, name = '', scalar = '', list, optional] = WRITTEN.exec(written) ?? [];
  const type = SCALARS[scalar];
  if (type === undefined)
    throw refusal(
      `'${written}' is no field`,
      `write name:type, with '[]' behind it for a list and '?' where it may be left out; types are ${Object.keys(SCALARS).join(', ')}`,
    );
  const whole: AvroType = list === undefined ? type : { type: 'array', items: type };
  const doc = sentenceOf(name);
  return optional === undefined ? { name, type: whole, doc } : { name, type: ['null', whole], default: null, doc };
};

/** Fields as they are written on a command line: `score:double,reason:string?,tags:string[]`. @throws TroupeError DEFINITION_INVALID */
export const fieldsFrom = (written: string): readonly AvroField[] => listOf(written).map(fieldFrom);

/** `services` is what an event says of people by saying nothing. */
export const peopleFrom = <People extends string>(word: People | 'services' | undefined): People | undefined =>
  word === 'services' ? undefined : word;

/** The schema of an event type, as it lies in its file. */
export const eventSchema = ({ type, domain, doc, fields, audience, origin }: EventOptions): EventSchema => ({
  type: 'record',
  name: pascal(type),
  namespace: `troupe.${domain}`,
  doc,
  ...(audience && { audience }),
  ...(origin && { origin }),
  fields,
});
