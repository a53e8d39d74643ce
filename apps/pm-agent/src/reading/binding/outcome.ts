import type { Case } from '../steps/case.ts';
import { camelCase } from './names.ts';
import { nounOf } from './noun.ts';
import type { ReadStep } from '../steps/read-step.ts';
import { isSlot, slotsOf, type Slot } from '../steps/token.ts';
import { RESULT_NAMES } from '../wording/vocabulary.ts';

/** A value that a case promises, with what it is called. */
export interface Outcome {
  readonly slot: Slot;
  /** In camelCase; undefined when it is called nothing but "the result". */
  readonly name: string | undefined;
  /** Whether its name says that it is the result. */
  readonly isNamedResult: boolean;
  readonly step: ReadStep;
}

/** The promises of a case. */
export const thens = ({ steps }: Case): readonly ReadStep[] => steps.filter(({ kind }) => kind === 'then');

const inputsOf = ({ steps }: Case): readonly Slot[] =>
  steps.filter(({ kind }) => kind !== 'then').flatMap(({ tokens }) => slotsOf(tokens));

/** "Then the sum of 2 and 3 is 5" calls and promises in one: what comes before its last value is the call. */
export const withCallFromOutcome = (one: Case): Case => {
  const step = thens(one).find(({ tokens }) => slotsOf(tokens).length > 1);
  if (step === undefined || inputsOf(one).length > 0) return one;
  const last = step.tokens.findLastIndex(isSlot);
  const before = step.tokens.findLastIndex((token, index) => index < last && isSlot(token)) + 1;
  const call: ReadStep = { ...step, kind: 'when', tokens: step.tokens.slice(0, before) };
  const promise: ReadStep = { ...step, tokens: step.tokens.slice(before) };
  return { ...one, steps: one.steps.flatMap((other) => (other === step ? [call, promise] : other)) };
};

const isResultName = (name: string | undefined): boolean =>
  name !== undefined && name.split(/[\s_-]+/).some((word) => RESULT_NAMES.has(word.toLowerCase()));

/** Whether the value only says again what the case was given. */
const isEcho = (slot: Slot, inputs: readonly Slot[], isLast: boolean): boolean =>
  inputs.some(
    (input) =>
      (slot.label !== undefined && slot.label === input.label) ||
      (!isLast && slot.raw === input.raw && slot.label === undefined),
  );

const outcomeOf = (slot: Slot, step: ReadStep): Outcome => {
  const noun = nounOf(step.tokens, slot);
  const isNamedResult = isResultName(slot.label) || (slot.label === undefined && isResultName(noun));
  // A header or placeholder tells values of one step apart; the noun tells results of different steps apart.
  const names = slotsOf(step.tokens).length > 1 ? [slot.label, noun] : [noun, slot.label];
  const name = names.find((text) => text !== undefined && !isResultName(text));
  return { slot, step, isNamedResult, name: name === undefined ? undefined : camelCase(name) };
};

/** The values that a case promises, without those that it only repeats. When one is named the result, it is the only one. */
export const outcomesOf = (one: Case): readonly Outcome[] => {
  const inputs = inputsOf(one);
  const all = thens(one).flatMap((step) => slotsOf(step.tokens).map((slot) => outcomeOf(slot, step)));
  const own = all.filter(
    ({ slot, step }) => all.length === 1 || !isEcho(slot, inputs, slotsOf(step.tokens).at(-1) === slot),
  );
  const named = own.filter(({ isNamedResult }) => isNamedResult);
  return named.length === 1 ? named : own;
};
