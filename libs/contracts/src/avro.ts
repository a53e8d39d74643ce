/** Avro schemas as they are written in schemas/: the part of the language that the generator accepts. */

export interface AvroField {
  readonly name: string;
  readonly type: AvroType;
  readonly doc?: string;
  readonly default?: unknown;
  readonly aliases?: readonly string[];
}

export interface AvroRecord {
  readonly type: 'record';
  readonly name: string;
  readonly namespace?: string;
  readonly doc?: string;
  readonly aliases?: readonly string[];
  readonly fields: readonly AvroField[];
}

export interface AvroEnum {
  readonly type: 'enum';
  readonly name: string;
  readonly namespace?: string;
  readonly doc?: string;
  readonly aliases?: readonly string[];
  readonly symbols: readonly string[];
  readonly default?: string;
}

export interface AvroArray {
  readonly type: 'array';
  readonly items: AvroType;
}

export interface AvroMap {
  readonly type: 'map';
  readonly values: AvroType;
}

export interface AvroPrimitive {
  readonly type: string;
  readonly logicalType?: string;
}

export type AvroComplex = AvroRecord | AvroEnum | AvroArray | AvroMap | AvroPrimitive;
/** A name (of a primitive or of a type defined before), a union, or a definition. */
export type AvroType = string | readonly AvroType[] | AvroComplex;

/** People that events come from or are for, whom no definition of a service shows: who asked for it, and who operates it. */
export const PEOPLE = ['requester', 'operator'] as const;

/** The record of an event, and what schemas/ says of the event besides: none of that is part of its Avro schema. */
export interface EventSchema extends AvroRecord {
  /** What its records are keyed by. Default: the conversation. */
  readonly key?: 'agent';
  /** The people that it is for, where no service reads it. */
  readonly audience?: (typeof PEOPLE)[number];
  /** The people that say it, where no service does. */
  readonly origin?: (typeof PEOPLE)[number];
}

/** A schema file: where it lies says what event it is. */
export interface SchemaFile {
  /** As people see it: `schemas/commerce/transaction.created.avsc`. */
  readonly path: string;
  readonly domain: string;
  /** The event type: the file name without `.avsc`. */
  readonly type: string;
  readonly schema: EventSchema;
}

export const isUnion = (type: AvroType): type is readonly AvroType[] => Array.isArray(type);
export const isRecord = (type: AvroType): type is AvroRecord => isDefinition(type) && type.type === 'record';
export const isEnum = (type: AvroType): type is AvroEnum => isDefinition(type) && type.type === 'enum';
export const isArray = (type: AvroType): type is AvroArray => isDefinition(type) && type.type === 'array';
export const isMap = (type: AvroType): type is AvroMap => isDefinition(type) && type.type === 'map';
const isDefinition = (type: AvroType): type is AvroComplex => typeof type === 'object' && !isUnion(type);

/** `transaction.created` → `TransactionCreated`, `spec.validated.v2` → `SpecValidatedV2`. */
export const recordNameOf = (eventType: string): string =>
  eventType
    .split(/[.-]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

/** A type that others may refer to by its name. */
export type NamedType = AvroRecord | AvroEnum;

/** The records and enums that are defined inside a record, the innermost first. */
export const nestedTypes = (record: AvroRecord): readonly NamedType[] =>
  record.fields.flatMap((field) => definitionsIn(field.type));

/** The records and enums that a type defines, itself included and the innermost first. */
export const definitionsIn = (type: AvroType): readonly NamedType[] => {
  if (typeof type === 'string') return [];
  if (isUnion(type)) return type.flatMap(definitionsIn);
  if (isRecord(type)) return [...nestedTypes(type), type];
  if (isEnum(type)) return [type];
  if (isArray(type)) return definitionsIn(type.items);
  return isMap(type) ? definitionsIn(type.values) : [];
};
