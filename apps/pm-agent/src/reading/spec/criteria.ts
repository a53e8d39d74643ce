import { isNamed, type Scenario, type Step } from '../gherkin/scenario.ts';
import { PLACEHOLDER } from '../steps/placeholders.ts';
import { scanStep, type Scanned } from '../steps/scan-step.ts';

/** Longer promises are cut: they are for people to read. */
const LONGEST = 500;

const CONJUNCTION = { given: 'Given', when: 'When', then: 'Then' } as const;

/** What stands for a value: whoever writes the code has the examples for those. */
const SOME_VALUE = '…';

const wordOf = (token: Scanned): readonly string[] => {
  if ('word' in token) return [token.word];
  if ('comma' in token) return [];
  if (token.label !== undefined) return [wordsOf(token.label)];
  return [token.form === 'empty' ? 'empty' : SOME_VALUE];
};

/** The text with its placeholders by their names, and without any other value. */
const wordsOf = (text: string): string =>
  scanStep(text, () => undefined)
    .flatMap(wordOf)
    .join(' ');

const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);

const QUOTED_PLACEHOLDER = new RegExp(`["'\`“]?${PLACEHOLDER.source}["'\`”]?`, 'g');

/** A name may say a number, as in "5% off from 100": it is told as it is, with placeholders by their names. */
const plainName = (name: string): string => name.replace(QUOTED_PLACEHOLDER, '$1');

const sentence = ({ kind, text }: Step, before: Step | undefined): string =>
  `${before?.kind === kind ? 'and' : CONJUNCTION[kind]} ${wordsOf(text)}`;

const criterionOf = (scenario: Scenario): string => {
  const { name, rule, steps } = scenario;
  const told = steps.map((step, index) => sentence(step, steps[index - 1])).join(', ');
  const names = [...(rule === undefined ? [] : [rule]), ...(isNamed(scenario) ? [plainName(name)] : [])];
  return cut([...names, told].join(': '));
};

/**
 * What is promised, in words: what the feature says of itself, then one sentence for each scenario. No value of a step is
 * in them: what the examples give is told by them alone, and by those only that are not held out.
 */
export const criteriaOf = (description: string, scenarios: readonly Scenario[]): readonly string[] => {
  const told = description.replace(/\s+/g, ' ').trim();
  return [...(told === '' ? [] : [cut(told)]), ...scenarios.map(criterionOf)];
};
