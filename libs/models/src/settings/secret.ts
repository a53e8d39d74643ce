import { inspect } from 'node:util';

const HIDDEN = '[redacted]';

/** Something that must not be printed: it shows itself only to who asks for it. */
export interface Secret {
  reveal(): string;
  /** Says nothing. */
  toString(): string;
}

/** Hides a value from logs, errors, JSON and whoever looks at the object that holds it. */
export const secret = (value: string): Secret =>
  Object.freeze({
    reveal: () => value,
    toString: () => HIDDEN,
    toJSON: () => HIDDEN,
    [inspect.custom]: () => HIDDEN,
  });
