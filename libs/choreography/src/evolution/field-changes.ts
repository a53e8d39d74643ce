import { isDeepStrictEqual } from 'node:util';
import { isArray, isEnum, isMap, isRecord, isUnion, type AvroRecord, type AvroType } from '@troupe/contracts/avro';

/** What became of one field between two versions of a schema. */
export interface FieldChange {
  /** From the root of the event: `reasons.weight`. */
  readonly path: string;
  /** Its name, as code that reads it says it. */
  readonly name: string;
  readonly change: 'added' | 'removed' | 'another type' | 'another default' | 'another symbol' | 'another doc';
}

type Field = AvroRecord['fields'][number];

/** The record that a type is, or is a list, a map or an option of. */
const recordOf = (type: AvroType): AvroRecord | undefined => {
  if (typeof type === 'string') return undefined;
  if (isUnion(type)) return type.map(recordOf).find((found) => found !== undefined);
  if (isRecord(type)) return type;
  if (isArray(type)) return recordOf(type.items);
  return isMap(type) ? recordOf(type.values) : undefined;
};

/** A type without what is said of it, and without the fields of a record, which are compared one by one. */
const shapeOf = (type: AvroType): unknown => {
  if (typeof type === 'string') return type;
  if (isUnion(type)) return type.map(shapeOf);
  if (isRecord(type)) return { record: type.name };
  if (isEnum(type)) return { enum: type.name };
  if (isArray(type)) return { items: shapeOf(type.items) };
  return isMap(type) ? { values: shapeOf(type.values) } : type;
};

const symbolsOf = (type: AvroType): unknown => {
  if (typeof type === 'string') return undefined;
  if (isUnion(type)) return type.map(symbolsOf);
  return isEnum(type) ? type.symbols : isArray(type) ? symbolsOf(type.items) : undefined;
};

const ofField = (before: Field, after: Field, path: string): readonly FieldChange[] => {
  const { name } = after;
  const [was, is] = [recordOf(before.type), recordOf(after.type)];
  const told = (change: FieldChange['change'], same: boolean): readonly FieldChange[] =>
    same ? [] : [{ path, name, change }];
  return [
    ...told('another type', isDeepStrictEqual(shapeOf(before.type), shapeOf(after.type))),
    ...told('another symbol', isDeepStrictEqual(symbolsOf(before.type), symbolsOf(after.type))),
    ...told('another default', isDeepStrictEqual(before.default, after.default)),
    ...told('another doc', before.doc === after.doc),
    ...(was && is ? fieldChanges(was, is, `${path}.`) : []),
  ];
};

/** What changed from one version of a record to another, field by field, those inside of fields included. */
export const fieldChanges = (before: AvroRecord, after: AvroRecord, within = ''): readonly FieldChange[] => {
  const earlier = new Map(before.fields.map((field) => [field.name, field]));
  const later = new Set(after.fields.map(({ name }) => name));
  const removed = before.fields.filter(({ name }) => !later.has(name));
  return [
    ...after.fields.flatMap((field) => {
      const path = `${within}${field.name}`;
      const was = earlier.get(field.name);
      return was === undefined ? [{ path, name: field.name, change: 'added' as const }] : ofField(was, field, path);
    }),
    ...removed.map(({ name }) => ({ path: `${within}${name}`, name, change: 'removed' as const })),
  ];
};
