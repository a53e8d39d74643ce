import avro, { type Type } from 'avsc';
import { isUnion } from './avro-type.ts';

const { ArrayType, FixedType, LogicalType, MapType, RecordType } = avro.types;

/**
 * Says whether a payload is as long as the lengths and counts in it claim. avsc takes the count of an array or a map on
 * trust and loops that often before it looks whether any bytes are left: a dozen bytes of garbage can hold a process
 * for hours. A count larger than the bytes that remain is found here before avsc sees it.
 */
export type LengthCheck = (payload: Buffer) => boolean;

/** The check for one writer's schema; nothing where the schema has no array and no map, because avsc is safe there. */
export const lengthCheckOf = (type: Type): LengthCheck | undefined => {
  if (!hasCounts(type, new Set())) return undefined;
  const walk = walkerOf(type, new Map());
  return (payload) => {
    const cursor: Cursor = { bytes: payload, at: 0 };
    return walk(cursor) && cursor.at === payload.length;
  };
};

interface Cursor {
  readonly bytes: Buffer;
  at: number;
}

/** Moves past one value; false when the bytes end before it does. */
type Walk = (cursor: Cursor) => boolean;

const hasCounts = (type: Type, seen: Set<Type>): boolean => {
  if (seen.has(type)) return false;
  seen.add(type);
  return type instanceof ArrayType || type instanceof MapType || partsOf(type).some((part) => hasCounts(part, seen));
};

const partsOf = (type: Type): readonly Type[] => {
  if (type instanceof RecordType) return type.fields.map((field) => field.type);
  if (isUnion(type)) return type.types;
  if (type instanceof LogicalType) return [type.underlyingType];
  return [];
};

const walkerOf = (type: Type, known: Map<Type, Walk>): Walk => {
  // A type may contain itself: whoever asks while it is being built gets the walker that will be there by then.
  const before = known.get(type);
  if (before !== undefined) return before;
  const late: { walk?: Walk } = {};
  known.set(type, (cursor) => late.walk?.(cursor) ?? false);
  late.walk = makeWalker(type, known);
  known.set(type, late.walk);
  return late.walk;
};

const makeWalker = (type: Type, known: Map<Type, Walk>): Walk => {
  if (type instanceof ArrayType) return blocks(walkerOf(type.itemsType, known));
  // avsc's types forget that the values of a map have a type.
  if (type instanceof MapType) return blocks(entry(walkerOf(type.valuesType as Type, known)));
  const parts = partsOf(type).map((part) => walkerOf(part, known));
  if (isUnion(type)) return branch(parts);
  if (type instanceof RecordType || type instanceof LogicalType) return (cursor) => parts.every((walk) => walk(cursor));
  if (type instanceof FixedType) return skip(type.size);
  return SCALARS[type.typeName] ?? (() => false);
};

const skip =
  (length: number): Walk =>
  (cursor) => {
    cursor.at += length;
    return cursor.at <= cursor.bytes.length;
  };

const varint: Walk = (cursor) => !Number.isNaN(readVarint(cursor));

const lengthPrefixed: Walk = (cursor) => {
  const length = readVarint(cursor);
  if (!(length >= 0)) return false;
  cursor.at += length;
  return cursor.at <= cursor.bytes.length;
};

const SCALARS: Readonly<Record<string, Walk>> = {
  null: () => true,
  boolean: skip(1),
  int: varint,
  long: varint,
  enum: varint,
  float: skip(4),
  double: skip(8),
  bytes: lengthPrefixed,
  string: lengthPrefixed,
};

const entry =
  (value: Walk): Walk =>
  (cursor) =>
    lengthPrefixed(cursor) && value(cursor);

const branch =
  (branches: readonly Walk[]): Walk =>
  (cursor) =>
    branches[readVarint(cursor)]?.(cursor) ?? false;

const blocks =
  (item: Walk): Walk =>
  (cursor) => {
    for (;;) {
      const count = readCount(cursor);
      if (count === 0) return true;
      // An item takes a byte at least: one of none (an empty record) would make any count believable.
      if (!(count <= cursor.bytes.length - cursor.at)) return false;
      for (let left = count; left > 0; left -= 1) if (!item(cursor)) return false;
    }
  };

/** A negative count is followed by the size of its block in bytes. */
const readCount = (cursor: Cursor): number => {
  const count = readVarint(cursor);
  if (count >= 0) return count;
  return Number.isNaN(readVarint(cursor)) ? Number.NaN : -count;
};

const MAX_VARINT_BYTES = 10;

/** A zigzag-encoded number; NaN where the bytes end within it. Beyond 2^53 it is only about right, which is enough here. */
const readVarint = (cursor: Cursor): number => {
  let value = 0;
  let scale = 1;
  for (let read = 0; read < MAX_VARINT_BYTES && cursor.at < cursor.bytes.length; read += 1) {
    const byte = cursor.bytes.readUInt8(cursor.at);
    cursor.at += 1;
    value += (byte & 0x7f) * scale;
    if ((byte & 0x80) === 0) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    scale *= 128;
  }
  return Number.NaN;
};
