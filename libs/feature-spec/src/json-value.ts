import { TroupeError } from '@troupe/contracts';
import { hasType } from './infer-type.ts';
import type { ValueType } from './value-type.ts';
import type { Scalar, Value } from './value.ts';

const isScalar = (value: unknown): value is Scalar =>
  typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));

/** Whether this can be an argument or a result at all, of whatever type. */
export const isValue = (value: unknown): value is Value =>
  isScalar(value) || (Array.isArray(value) && value.every(isScalar));

const parseJson = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new TroupeError('SPEC_INVALID', `${json} is no JSON: write a value such as 12, "text" or [1, 2]`, { cause });
  }
};

/** Reads a value of `spec.validated`. @throws TroupeError SPEC_INVALID when it is no JSON, or no value of this type */
export const parseValue = (json: string, type: ValueType): Value => {
  const value = parseJson(json);
  if (isValue(value) && hasType(value, type)) return value;
  throw new TroupeError('SPEC_INVALID', `${json} is no ${type}: give a value of this type, or another type`);
};

/** Writes a value as it stands in `spec.validated`: `parseValue` reads it back. */
export const renderValue = (value: Value): string => JSON.stringify(value);
