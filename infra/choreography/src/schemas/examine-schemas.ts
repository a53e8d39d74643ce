import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Choreography } from '@troupe/choreography';
import { fieldChanges, keepersOf, misfit, type FieldChange, type Keepers } from '@troupe/choreography/evolution';
import type { EventDefinition } from '@troupe/contracts';
import type { EventSchema } from '@troupe/contracts/avro';
import { filesNaming } from './field-readers.ts';
import type { ChangedSchema } from './schema-history.ts';

/** A field that changed, and the code that names it. */
export interface ExaminedField extends FieldChange {
  readonly files: readonly string[];
}

/** What became of one event type, and whom it concerns. */
export interface ExaminedSchema extends Pick<Keepers, 'sagas' | 'stored'> {
  readonly path: string;
  readonly type: string;
  readonly change: 'new' | 'gone' | 'changed';
  readonly fields: readonly ExaminedField[];
  /** Why versions do not fit; empty: readers of any version read what any other writes. */
  readonly misfits: readonly string[];
  /** The services that read it. */
  readonly readers: readonly string[];
}

const definitionOf = (path: string, schema: EventSchema): EventDefinition => ({
  type: basename(path, '.avsc'),
  domain: basename(dirname(path)),
  schema,
});

const between = (path: string, now: EventSchema, then: { commit: string; schema: EventSchema }): readonly string[] => {
  const [next, earlier] = [definitionOf(path, now), definitionOf(path, then.schema)];
  const [forward, backward] = [misfit(earlier, next), misfit(next, earlier)];
  return [
    ...(backward === undefined ? [] : [`it cannot read what ${then.commit} wrote: ${backward}`]),
    ...(forward === undefined ? [] : [`${then.commit} cannot read what it writes: ${forward}`]),
  ];
};

const misfitsOf = ({ path, now, versions }: ChangedSchema): readonly string[] => {
  if (now !== undefined) return versions.flatMap((then) => between(path, now, then));
  return versions.length === 0 ? [] : ['it is gone, and what was written of it can be read by nobody'];
};

const changeOf = ({ now, versions }: ChangedSchema): ExaminedSchema['change'] =>
  now === undefined ? 'gone' : versions.length === 0 ? 'new' : 'changed';

/** What a change of schemas comes to. Reads the code of services, and no server. */
export const examineSchemas = (
  changed: readonly ChangedSchema[],
  { choreography, root }: { readonly choreography: Choreography; readonly root: string },
): readonly ExaminedSchema[] =>
  changed.map((schema) => {
    const { path, now, versions } = schema;
    const type = basename(path, '.avsc');
    const { readers, sagas, stored } = keepersOf(choreography, type);
    const [latest] = versions;
    const fields = now === undefined || latest === undefined ? [] : fieldChanges(latest.schema, now);
    const folders = readers.map(({ folder }) => folder).filter((folder) => existsSync(join(root, folder)));
    return {
      path,
      type,
      change: changeOf(schema),
      fields: fields.map((field) => ({
        ...field,
        files: folders.flatMap((folder) => filesNaming(root, folder, field.name)),
      })),
      misfits: misfitsOf(schema),
      readers: readers.map(({ name }) => name),
      sagas,
      stored: versions.length === 0 ? [] : stored,
    };
  });
