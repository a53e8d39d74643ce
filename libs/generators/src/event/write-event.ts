import type { SchemaFile } from '@troupe/contracts/avro';
import { checkNames, checkSchema } from '@troupe/contracts/generator';
import type { Files } from '../file-tree.ts';
import type { KnownEvents } from '../known-events.ts';
import { refusal } from '../refusal.ts';
import { eventSchema, type EventOptions } from './event-schema.ts';

/** The schema file of a new event type, held against the rules that the generator of the contracts has. @throws TroupeError DEFINITION_INVALID */
export const newEvent = (options: EventOptions, events: KnownEvents): SchemaFile => {
  const { type, domain } = options;
  const file = { path: `schemas/${domain}/${type}.avsc`, domain, type, schema: eventSchema(options) };
  const known = events.get(type);
  if (known !== undefined)
    throw refusal(`there is an event type '${type}'`, `change ${known.path}, or take another name`);
  const problems = [...checkSchema(file), ...checkNames([...events.values(), file])];
  if (problems.length > 0) throw refusal(problems.join('\n'), 'ask for it in another way');
  return file;
};

/** A schema file as text. */
export const eventFiles = ({ path, schema }: SchemaFile): Files => ({ [path]: `${JSON.stringify(schema, null, 2)}\n` });
