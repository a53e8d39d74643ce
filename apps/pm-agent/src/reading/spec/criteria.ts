import type { Scenario, Step } from '../gherkin/scenario.ts';

/** Longer promises are cut: they are for people to read. */
const LONGEST = 500;

const CONJUNCTION = { given: 'Given', when: 'When', then: 'Then' } as const;

const sentence = ({ kind, text }: Step, before: Step | undefined): string =>
  `${before?.kind === kind ? 'and' : CONJUNCTION[kind]} ${text}`;

const criterionOf = ({ name, rule, steps }: Scenario): string => {
  const told = steps.map((step, index) => sentence(step, steps[index - 1])).join(', ');
  const text = `${rule === undefined ? '' : `${rule}: `}${name}: ${told}`;
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
};

/** What is promised, in words: one sentence for each scenario. */
export const criteriaOf = (scenarios: readonly Scenario[]): readonly string[] => scenarios.map(criterionOf);
