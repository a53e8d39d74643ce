import type { SpecQuestion } from '@troupe/contracts';
import type { Case } from './case.ts';
import { camelCase } from './names.ts';
import { nounOf } from './noun.ts';
import { question } from './question.ts';
import type { ReadStep } from './read-step.ts';
import { isSlot, slotsOf, type Slot } from './token.ts';
import { FAILURES, INEXACT, NEGATIONS, RESULT_NAMES, VAGUE } from './vocabulary.ts';

/** A value that a case promises, with what it is called. */
export interface Outcome {
  readonly slot: Slot;
  /** In camelCase; undefined when it is called nothing but "the result". */
  readonly name: string | undefined;
  /** Whether its name says that it is the result. */
  readonly isNamedResult: boolean;
  readonly step: ReadStep;
}

const thens = ({ steps }: Case): readonly ReadStep[] => steps.filter(({ kind }) => kind === 'then');

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
  const name = [noun, slot.label].find((text) => text !== undefined && !isResultName(text));
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

const wordsBefore = ({ tokens }: ReadStep, slot: Slot): readonly string[] => {
  const before = tokens.slice(0, tokens.indexOf(slot));
  return before
    .slice(before.findLastIndex(isSlot) + 1)
    .flatMap((token) => (isSlot(token) ? [] : [token.word.toLowerCase()]));
};

const WORDS_LOOKED_AT = 4;

const isList = ({ raw, form }: Slot): boolean => form === 'list' || form === 'empty' || /^\[|,/.test(raw);

/** Why this promise leaves more than one result right; undefined when it does not. */
const inexactness = ({ step, slot }: Outcome): string | undefined => {
  const words = wordsBefore(step, slot);
  const denial = words.find((word) => NEGATIONS.has(word));
  if (denial !== undefined) return `says what does not come ("${denial}")`;
  const [near] = INEXACT.exec(words.slice(-WORDS_LOOKED_AT).join(' ')) ?? [];
  if (near !== undefined) return `leaves more than one result right ("${near}")`;
  const part = words.slice(-2).find((word) => /^(?:contain|includ)/.test(word));
  return part !== undefined && !isList(slot) ? `tells a part of the result only ("${part}")` : undefined;
};

const place = ({ scenario }: Case, { line }: ReadStep) => ({ scenario: scenario.name, line });

/** Asks about a promise that no single value keeps. */
export const askAboutInexact = (one: Case, outcome: Outcome): readonly SpecQuestion[] => {
  const why = inexactness(outcome);
  if (why === undefined) return [];
  const ask = `"${outcome.step.text}" ${why}. Write the exact result.`;
  return [question('outcome-vague', { ask, subject: outcome.step.text, ...place(one, outcome.step) })];
};

/** The answer that takes a case out of the feature. */
export const LEAVE_OUT = 'leave it out';

const isFailing = ({ tokens }: ReadStep): boolean => {
  const words = tokens.flatMap((token) => (isSlot(token) ? [] : [token.word.toLowerCase()]));
  const isCertain = words.some((word) => /^(?:raise|throw|thrown|fail|crash)/.test(word));
  return (
    isCertain || (slotsOf(tokens).length === 0 && words.some((word) => FAILURES.has(word)) && !words.includes('no'))
  );
};

/** Asks what shall be returned instead of a failure. */
export const askAboutFailure = (one: Case): readonly SpecQuestion[] =>
  thens(one)
    .filter(isFailing)
    .slice(0, 1)
    .map((step) =>
      question('outcome-is-failure', {
        ask: `"${step.text}" promises a failure, and a function here returns values only. Write which value is returned instead, or leave the scenario out.`,
        ...place(one, step),
        choices: [LEAVE_OUT],
      }),
    );

const vagueWord = ({ tokens }: ReadStep): string | undefined =>
  tokens.flatMap((token) => (isSlot(token) ? [] : [token.word])).find((word) => VAGUE.has(word.toLowerCase()));

/** Asks for the value that an outcome without one leaves open. */
export const askForValue = (one: Case): readonly SpecQuestion[] => {
  const [step] = thens(one);
  if (step === undefined)
    return [
      question('no-outcome', {
        ask: `"${one.scenario.name}" has no Then. Say what comes of it, such as "Then the result is 12".`,
        scenario: one.scenario.name,
        line: one.scenario.line,
      }),
    ];
  const vague = vagueWord(step);
  const why = vague === undefined ? 'names no value' : `names no value, and "${vague}" can be understood in many ways`;
  const ask = `"${step.text}" ${why}. Write the exact result, such as "Then the result is 12".`;
  return [question('outcome-vague', { ask, subject: step.text, ...place(one, step) })];
};

/** The promises without a value that stand beside one with a value. */
export const untested = (one: Case): readonly ReadStep[] =>
  thens(one).filter(({ tokens }) => slotsOf(tokens).length === 0);

/** Asks about a promise that cannot be tested. */
export const askAboutUntested = (one: Case, step: ReadStep): SpecQuestion =>
  question(vagueWord(step) === undefined ? 'step-unbound' : 'outcome-vague', {
    ask: `"${step.text}" names no value, so it cannot be tested. Write the value that is expected, or strike the step.`,
    subject: step.text,
    ...place(one, step),
    choices: [STRIKE],
  });

/** The answer that takes a step out of the feature. */
export const STRIKE = 'strike the step';
