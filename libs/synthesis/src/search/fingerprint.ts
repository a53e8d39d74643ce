import type { Operand } from '../types.ts';

/** Numbers up to this are told apart in steps of a billionth: closer ones are the same, computed in another order. */
const EXACT_FROM = 1e6;
const STEPS = 1e9;

const NOTHING = 0x5bd1e995;
const LIST = 0x27d4eb2f;
const TEXT = 0x165667b1;

/**
 * Makes a function that gives the same number for the same values, and hardly ever the same for others (53 bits).
 * Functions of items are all alike to it.
 */
export const createFingerprint = (): ((values: readonly (Operand | undefined)[]) => number) => {
  const floats = new Float64Array(1);
  const halves = new Uint32Array(floats.buffer);
  let one = 0;
  let other = 0;

  const mix = (word: number): void => {
    one = Math.imul(one ^ word, 0x9e3779b1);
    one ^= one >>> 15;
    other = Math.imul(other + word, 0x85ebca77) ^ (other >>> 13);
  };
  const mixNumber = (value: number): void => {
    // Adding 0 turns -0 into 0.
    floats[0] = (Math.abs(value) < EXACT_FROM ? Math.round(value * STEPS) : value) + 0;
    mix(halves[0] ?? 0);
    mix(halves[1] ?? 0);
  };
  const mixText = (text: string): void => {
    mix(TEXT ^ text.length);
    for (let place = 0; place < text.length; place += 1) mix(text.charCodeAt(place));
  };
  const mixValue = (value: Operand | undefined): void => {
    if (typeof value === 'number') mixNumber(value);
    else if (typeof value === 'string') mixText(value);
    else if (typeof value === 'boolean') mix(value ? 1 : 2);
    else if (typeof value !== 'object') mix(NOTHING);
    else {
      mix(LIST ^ value.length);
      for (const item of value) mixValue(item);
    }
  };
  return (values) => {
    one = 0x2c1b3c6d;
    other = 0x297a2d39;
    for (const value of values) mixValue(value);
    return (one >>> 0) * 0x200000 + (other >>> 11);
  };
};
