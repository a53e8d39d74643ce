import type { SpecQuestion } from '@troupe/contracts';
import type { FeatureSpec } from '@troupe/feature-spec';
import { confidenceOf } from './doubts/assumption.ts';
import { BOUNDS, checkBytes, checkSizes } from './doubts/bounds.ts';
import { casesOf } from './steps/case.ts';
import type { Finding } from './doubts/finding.ts';
import { parseGherkin } from './gherkin/parse-gherkin.ts';
import { interpret, type Interpretation, type InterpretOptions } from './interpret.ts';
import { moduleNameOf } from './binding/names.ts';
import { distinctQuestions, question, type Answers } from './doubts/question.ts';
import { scenariosOf, type Scenario } from './gherkin/scenario.ts';
import { checkStructure } from './doubts/structure.ts';

/** What is to be read. */
export interface FeatureText {
  /** The title of the request. */
  readonly title: string;
  /** The feature in Gherkin; null when there is none. */
  readonly feature: string | null;
  /** What people answered so far. Default: nothing. */
  readonly answers?: Answers;
}

/** What a feature says of the function to write. */
export type ReadSpec = Pick<FeatureSpec, 'moduleName' | 'signature' | 'examples' | 'criteria' | 'confidence'>;

/** A feature that can be built and tested, or what has to be known first. */
export type ReadFeature =
  | { readonly outcome: 'validated'; readonly spec: ReadSpec }
  | { readonly outcome: 'rejected'; readonly questions: readonly SpecQuestion[] };

const LAST = Number.MAX_SAFE_INTEGER;

/** In the order of the feature; what is about the whole of it comes last. */
const rejected = (questions: readonly SpecQuestion[]): ReadFeature => {
  const inOrder = distinctQuestions(questions).toSorted((a, b) => (a.line ?? LAST) - (b.line ?? LAST));
  return { outcome: 'rejected', questions: inOrder.slice(0, BOUNDS.questions) };
};

const withoutGherkin = (): ReadFeature =>
  rejected([
    question('prose-needs-model', {
      ask: 'No language model is configured to make a feature of free words. Write the feature in Gherkin: "Feature:", and at least two scenarios with their examples.',
    }),
  ]);

/** "2 and 3" is two values; where that leaves questions, it is tried as a list, as other scenarios may have a longer one. */
const bestReading = (
  scenarios: readonly Scenario[],
  options: InterpretOptions,
): Finding<Interpretation | undefined> => {
  const read = (pairsAreLists: boolean) => interpret(casesOf(scenarios, { pairsAreLists }), options);
  const plain = read(false);
  if (plain.questions.length === 0) return plain;
  const paired = read(true);
  if (paired.questions.length >= plain.questions.length) return plain;
  return { ...paired, assumptions: [...paired.assumptions, { rule: 'pair-as-list', about: '' }] };
};

/** Reads a feature and checks whether it can be built and tested. The same text and answers always give the same. */
export const readFeature = ({ title, feature, answers = new Map() }: FeatureText): ReadFeature => {
  if (feature === null || feature.trim() === '') return withoutGherkin();
  const tooLong = checkBytes(feature);
  if (tooLong.length > 0) return rejected(tooLong);
  const parsed = parseGherkin(feature);
  if ('questions' in parsed) return rejected(parsed.questions);
  const scenarios = scenariosOf(parsed.feature);
  const problems = [...checkSizes(scenarios), ...checkStructure(scenarios, answers)];
  if (problems.length > 0) return rejected(problems);
  const finding = bestReading(scenarios, {
    titles: { feature: parsed.feature.name, title },
    answers,
    description: parsed.feature.description,
  });
  if (finding.value === undefined || finding.questions.length > 0) return rejected(finding.questions);
  const { signature, examples, criteria } = finding.value;
  const moduleName = moduleNameOf(signature.functionName);
  const confidence = confidenceOf(finding.assumptions);
  return {
    outcome: 'validated',
    spec: { moduleName, signature, examples, criteria, confidence },
  };
};
