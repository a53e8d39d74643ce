import type { SpecQuestion } from '@troupe/contracts';
import { question } from '../doubts/question.ts';
import { quoted } from '../doubts/quoted.ts';

/** What the parser says of one line. */
export interface SyntaxProblem {
  readonly message: string;
  readonly location?: { readonly line: number };
}

/** What the parser expects, in its words, as a person writes it; what has no meaning for a feature is left out. */
const WRITTEN: ReadonlyMap<string, string> = new Map([
  ['StepLine', 'a step ("Given", "When", "Then", "And", "But")'],
  ['TableRow', 'a row of a table ("| … |")'],
  ['DocStringSeparator', 'the line """ around a text'],
  ['ExamplesLine', '"Examples:"'],
  ['BackgroundLine', '"Background:"'],
  ['ScenarioLine', '"Scenario:" with a title'],
]);

const expectedIn = (message: string): ReadonlySet<string> =>
  new Set([...message.matchAll(/#([A-Za-z]+)/g)].map(([, token = '']) => token));

const writtenAs = (expected: ReadonlySet<string>): string => {
  const ways = [...WRITTEN].flatMap(([token, way]) => (expected.has(token) ? [way] : []));
  return ways.length === 0 ? '' : ` Here may come ${ways.join(', ')}.`;
};

const NO_FEATURE =
  'There is no "Feature:" before this line. Write "Feature:" with a title as the first line, and below it scenarios: "Scenario:" with a title, and steps that begin with Given, When and Then.';

/** What is wrong in a line, and how to mend it, by what the parser says; the first that fits. */
const WORDS: readonly (readonly [RegExp, (message: string, found: string) => string])[] = [
  [/#FeatureLine/, () => NO_FEATURE],
  [/^Language not supported: (.*)$/, (_, name) => `Gherkin has no language called "${name}". Correct "# language:", or leave that line out.`],
  [/^A tag may not contain whitespace/, () => 'A tag may have no space within. Write each as "@name".'],
  [/^unexpected end of file, .*#DocStringSeparator/, () => 'A text that begins with """ has no end. Write """ on a line below it.'],
  [/^unexpected end of file/, (message) => `The feature ends too early.${writtenAs(expectedIn(message))}`],
  [/, got '(.*)'$/s, (message, found) => `${quoted(found)} cannot stand here.${writtenAs(expectedIn(message.slice(0, message.indexOf(', got '))))} Begin the line so, join it to the one before, or strike it.`],
]; // prettier-ignore

const wordsFor = (message: string): string => {
  for (const [says, words] of WORDS) {
    const match = says.exec(message);
    if (match !== null) return words(message, match[1] ?? '');
  }
  return `This line is no Gherkin: ${message}. Correct it.`;
};

/** Every line before a missing "Feature:" is wrong for the same reason: it is asked once. */
const subjectOf = (ask: string, line: number | undefined): string => (ask === NO_FEATURE ? 'feature' : `${line ?? 0}`);

/** What a person is asked about a line that the parser does not take. */
export const syntaxQuestion = ({ message, location }: SyntaxProblem): SpecQuestion => {
  const what = message.replace(/^\(\d+:\d+\): /, '');
  const place = location === undefined ? {} : { line: location.line };
  if (what.startsWith('inconsistent cell count'))
    return question('row-incomplete', {
      ask: 'This row has not as many cells as the first row of its table. Write one cell for each column; an empty one may stay empty.',
      subject: `${location?.line ?? 0}`,
      ...place,
    });
  const ask = wordsFor(what);
  return question('syntax', { ask, subject: subjectOf(ask, location?.line), ...place });
};
