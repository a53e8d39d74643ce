import type { SpecQuestion } from '@troupe/contracts';
import { renderValue, sameValue, type Value } from '@troupe/feature-spec';
import type { Case } from '../steps/case.ts';
import { found, type Finding } from '../doubts/finding.ts';
import { choiceOf, question, type Answers } from '../doubts/question.ts';

/** A case with its values read. */
export interface TypedCase {
  readonly one: Case;
  readonly arguments: readonly Value[];
  readonly expected: Value;
}

/** How many different examples there have to be: of one, every function that returns its result is right. */
const FEWEST = 2;

/** The arguments of a case, as one text. */
export const callOf = ({ arguments: values }: TypedCase): string => values.map(renderValue).join(', ');

const ALWAYS = 'it is always so';

const contradiction = (same: readonly TypedCase[]): SpecQuestion => {
  const results = same.map(({ expected }) => renderValue(expected));
  const last = same.findLast(({ expected }) => same[0] !== undefined && !sameValue(same[0].expected, expected));
  return question('examples-contradict', {
    ask: `For the same input (${same[0] === undefined ? '' : callOf(same[0])}) the feature expects ${[...new Set(results)].join(' and ')}: in ${same.map(({ one }) => `"${one.name}"`).join(', ')}. Say which is right.`,
    subject: same[0] === undefined ? '' : callOf(same[0]),
    ...(last === undefined ? {} : { scenario: last.one.scenario.name, line: last.one.line }),
    choices: [...new Set(results)],
  });
};

/** One example of a call; when it is there with different results, the one that a person chose. */
const settled = (same: readonly TypedCase[], answers: Answers): Finding<readonly TypedCase[]> => {
  const [first] = same;
  if (first === undefined || same.every(({ expected }) => sameValue(first.expected, expected)))
    return found(same.slice(0, 1));
  const asked = contradiction(same);
  const choice = choiceOf(answers, asked);
  if (choice === undefined) return found([], { questions: [asked] });
  return found(same.filter(({ expected }) => renderValue(expected) === choice).slice(0, 1));
};

const tooFew = (cases: readonly TypedCase[]): readonly SpecQuestion[] =>
  cases.length >= FEWEST
    ? []
    : [
        question('too-few-examples', {
          ask: `There is ${cases.length === 0 ? 'no example' : 'one example only'}, and many functions get that right. Write at least ${FEWEST} different ones; four or more make it sure.`,
        }),
      ];

const oneResult = (cases: readonly TypedCase[], answers: Answers): readonly SpecQuestion[] => {
  const [first] = cases;
  if (first === undefined || cases.length < FEWEST) return [];
  if (!cases.every(({ expected }) => sameValue(first.expected, expected))) return [];
  const asked = question('one-result-only', {
    ask: `Every example expects ${renderValue(first.expected)}, so a function that ignores its input is right. Write an example with another result.`,
    choices: [ALWAYS],
  });
  return choiceOf(answers, asked) === undefined ? [asked] : [];
};

/** The different examples, in the order of the feature, and whether they are enough and agree. */
export const distinctExamples = (cases: readonly TypedCase[], answers: Answers): Finding<readonly TypedCase[]> => {
  const byCall = [...Map.groupBy(cases, callOf).values()].map((same) => settled(same, answers));
  const kept = new Set(byCall.flatMap(({ value }) => value));
  const value = cases.filter((one) => kept.has(one));
  const contradictions = byCall.flatMap(({ questions }) => questions);
  if (contradictions.length > 0) return found(value, { questions: contradictions });
  return found(value, {
    questions: [...tooFew(value), ...oneResult(value, answers)],
    assumptions: value.length < 4 ? [{ rule: 'few-examples', about: '' }] : [],
  });
};
