import type { SpecQuestion } from '@troupe/contracts';
import type { Case } from '../steps/case.ts';
import { thens, type Outcome } from './outcome.ts';
import { question } from '../doubts/question.ts';
import type { ReadStep } from '../steps/read-step.ts';
import { isSlot, slotsOf, type Slot } from '../steps/token.ts';
import { FAILURES, INEXACT, MANNERS, NEGATIONS, VAGUE } from '../wording/vocabulary.ts';

const wordsBefore = ({ tokens }: ReadStep, slot: Slot): readonly string[] => {
  const before = tokens.slice(0, tokens.indexOf(slot));
  return before
    .slice(before.findLastIndex(isSlot) + 1)
    .flatMap((token) => (isSlot(token) ? [] : [token.word.toLowerCase()]));
};

const WORDS_LOOKED_AT = 4;

const isList = ({ raw, form }: Slot): boolean => form === 'list' || form === 'empty' || /^\[|,/.test(raw);

/** The manner that was taken for a value, because wordings differ in it. */
const mannerIn = ({ form, label, raw }: Slot): string | undefined =>
  form === 'bare' && label === undefined ? raw.split(' ').find((word) => MANNERS.has(word.toLowerCase())) : undefined;

/** Why this promise leaves more than one result right; undefined when it does not. */
const inexactness = ({ step, slot }: Outcome): string | undefined => {
  const manner = mannerIn(slot);
  if (manner !== undefined) return `can be understood in many ways ("${manner}")`;
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
const LEAVE_OUT = 'leave it out';

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

/** The answer that takes a step out of the feature. */
const STRIKE = 'strike the step';

/** Asks about a promise that cannot be tested. */
export const askAboutUntested = (one: Case, step: ReadStep): SpecQuestion =>
  question(vagueWord(step) === undefined ? 'step-unbound' : 'outcome-vague', {
    ask: `"${step.text}" names no value, so it cannot be tested. Write the value that is expected, or strike the step.`,
    subject: step.text,
    ...place(one, step),
    choices: [STRIKE],
  });
