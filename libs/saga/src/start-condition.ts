import { TroupeError, type EventDefinition } from '@troupe/contracts';

/** How a field of the start event is compared. */
export type Comparison = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'in';

/** What a field can be compared with. */
export type Comparable = string | number | boolean;

/** Which conversations are meant, as data. */
export interface StartCondition {
  /** A field of the start event's data, by its path: `totalMinor`, `customer.country`. */
  readonly field: string;
  readonly is: Comparison;
  /** With `in` a list. */
  readonly value: Comparable | readonly Comparable[];
}

const valueAt = (data: unknown, field: string): unknown =>
  field
    .split('.')
    .reduce<unknown>(
      (at, name) =>
        typeof at === 'object' && at !== null && Object.hasOwn(at, name) ? Reflect.get(at, name) : undefined,
      data,
    );

const isOrdered = (found: unknown, is: Comparison, value: unknown): boolean => {
  if (typeof found !== 'number' || typeof value !== 'number') return false;
  if (is === '<') return found < value;
  if (is === '<=') return found <= value;
  return is === '>' ? found > value : found >= value;
};

/** Whether the data of a start event meets a condition. A field that has no value meets none. */
export const meets = ({ field, is, value }: StartCondition, data: unknown): boolean => {
  const found = valueAt(data, field);
  if (found === undefined || found === null) return false;
  switch (is) {
    case '=':
      return found === value;
    case '!=':
      return found !== value;
    case 'in':
      return Array.isArray(value) && value.includes(found);
    default:
      return isOrdered(found, is, value);
  }
};

/** The same as it was written. */
export const conditionText = ({ field, is, value }: StartCondition): string =>
  `${field} ${is} ${Array.isArray(value) ? value.join(', ') : String(value)}`;

const refuse = (why: string): never => {
  throw new TroupeError('PARTICIPANT_REFUSED', `The condition cannot be kept: ${why}`);
};

/** What of an Avro type is looked at here. */
interface Shape {
  readonly type?: unknown;
  readonly name?: unknown;
  readonly fields?: readonly unknown[];
  readonly symbols?: readonly unknown[];
}

/** The type itself, of a union with null the other branch, of `{ type: { … } }` the inner one. */
const shapeOf = (type: unknown): Shape => {
  if (Array.isArray(type)) {
    const others = type.filter((each) => each !== 'null');
    return others.length === 1 ? shapeOf(others[0]) : {};
  }
  if (typeof type !== 'object' || type === null) return { type };
  // Schemas were accepted by the registry: what is an object describes a type.
  const shape = type as Shape;
  return typeof shape.type === 'object' ? shapeOf(shape.type) : shape;
};

const fieldIn = ({ type, schema }: EventDefinition, field: string): Shape =>
  field.split('.').reduce<Shape>((at, name) => {
    const found = at.fields?.find((each) => (each as Shape).name === name);
    return found === undefined ? refuse(`${type} has no field '${field}'`) : shapeOf((found as Shape).type);
  }, schema);

const NUMBERS: readonly unknown[] = ['int', 'long', 'float', 'double'];
const BOOLEANS: Readonly<Record<string, boolean>> = { true: true, false: false };

/** A word as a value of the field's type. */
const valueOf = ({ type, symbols }: Shape, field: string, word: string): Comparable => {
  if (NUMBERS.includes(type)) {
    const number = Number(word);
    return word !== '' && Number.isFinite(number) ? number : refuse(`'${field}' is a number, and '${word}' is none`);
  }
  if (type === 'boolean') return BOOLEANS[word] ?? refuse(`'${field}' is true or false, not '${word}'`);
  if (type === 'enum' && symbols?.includes(word) === false)
    return refuse(`'${field}' is one of ${symbols.join(', ')}, not '${word}'`);
  if (type === 'string' || type === 'enum') return word;
  return refuse(`'${field}' is neither a number nor a text, nor true or false`);
};

const WRITTEN = /^\s*(?<field>[\w.]+)\s*(?<is><=|>=|!=|=|<|>|\bin\b)\s*(?<value>.*?)\s*$/;

const isComparison = (text: string | undefined): text is Comparison =>
  text !== undefined && ['=', '!=', '<', '<=', '>', '>=', 'in'].includes(text);

const readFor = (start: EventDefinition, { field, is, value }: StartCondition & { value: string }): StartCondition => {
  const shape = fieldIn(start, field);
  const isOrdering = is !== '=' && is !== '!=' && is !== 'in';
  if (isOrdering && !NUMBERS.includes(shape.type)) return refuse(`'${field}' is no number, so '${is}' says nothing`);
  const words = is === 'in' ? value.split(',').map((word) => word.trim()) : [value];
  const values = words.map((word) => valueOf(shape, field, word));
  return { field, is, value: is === 'in' ? values : (values[0] ?? '') };
};

/**
 * Reads a condition such as `totalMinor > 50000` or `country in FR, DE`. It has to fit every event that can start the saga.
 * @throws TroupeError PARTICIPANT_REFUSED naming what does not fit
 */
export const readCondition = (text: string, startedBy: readonly EventDefinition[]): StartCondition => {
  const { field = '', is, value = '' } = WRITTEN.exec(text)?.groups ?? {};
  if (!isComparison(is)) return refuse(`'${text}' is not of the form 'totalMinor > 50000' or 'country in FR, DE'`);
  const read = startedBy.map((start) => readFor(start, { field, is, value }));
  const [first] = read;
  if (first === undefined || read.some((each) => JSON.stringify(each) !== JSON.stringify(first)))
    return refuse(`'${field}' is not of the same type in ${startedBy.map(({ type }) => type).join(' and ')}`);
  return first;
};
