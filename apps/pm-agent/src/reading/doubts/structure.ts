import type { SpecQuestion } from '@troupe/contracts';
import { choiceOf, question, type Answers } from './question.ts';
import { placeholdersIn } from '../steps/placeholders.ts';
import type { Scenario } from '../gherkin/scenario.ts';

/** Columns that explain a row to people; no step has to use them. */
const COMMENTS =
  /^(?:#|id|no\.?|nr\.?|case|example|description|comment|comments|note|notes|reason|why|explanation|scenario|title|remark|remarks)$/i;

/** The answer that lets a column stand unused. */
const IGNORE = 'ignore the column';

const textsOf = ({ name, steps }: Scenario): readonly string[] => [
  name,
  ...steps.flatMap(({ text, table = [], docString = '' }) => [text, docString, ...table.flat()]),
];

const undefinedIn = (scenario: Scenario): readonly SpecQuestion[] => {
  const { columns } = scenario;
  return scenario.steps.flatMap(({ text, table = [], docString = '', line }) =>
    [...new Set([text, docString, ...table.flat()].flatMap(placeholdersIn))]
      .filter((name) => !columns.includes(name))
      .map((name) =>
        question('placeholder-undefined', {
          ask: `<${name}> has no column. Write an Examples table with a column "${name}"${columns.length === 0 ? '' : `; there are ${columns.join(', ')}`}.`,
          subject: name,
          scenario: scenario.name,
          line,
        }),
      ),
  );
};

const missingCells = (scenario: Scenario): readonly SpecQuestion[] =>
  scenario.rows?.length === 0
    ? [
        question('row-incomplete', {
          ask: `"${scenario.name}" has a table without rows. Write one row for each example.`,
          scenario: scenario.name,
          line: scenario.line,
        }),
      ]
    : [];

const unusedIn = (scenario: Scenario, answers: Answers): readonly SpecQuestion[] => {
  const used = new Set(textsOf(scenario).flatMap(placeholdersIn));
  return scenario.columns
    .filter((name) => !used.has(name) && !COMMENTS.test(name))
    .map((name) =>
      question('column-unused', {
        ask: `No step uses the column "${name}". Write <${name}> in the step that it belongs to, or strike the column.`,
        subject: name,
        scenario: scenario.name,
        line: scenario.line,
        choices: [IGNORE],
      }),
    )
    .filter((asked) => choiceOf(answers, asked) === undefined);
};

/** A placeholder without a column comes first: the column that it means is then unused as well. */
const bindings = (scenario: Scenario, answers: Answers): readonly SpecQuestion[] => {
  const open = undefinedIn(scenario);
  return open.length > 0 ? open : unusedIn(scenario, answers);
};

const severalCalls = ({ name, steps }: Scenario): readonly SpecQuestion[] => {
  const again = steps.find(
    ({ kind }, index) => kind === 'when' && steps.slice(0, index).some((step) => step.kind === 'then'),
  );
  if (again === undefined) return [];
  const ask = `"${name}" calls again after its result. Write a scenario for each call.`;
  return [question('several-calls', { ask, scenario: name, line: again.line })];
};

const withoutOutcome = ({ name, line, steps }: Scenario): readonly SpecQuestion[] =>
  steps.some(({ kind }) => kind === 'then')
    ? []
    : [
        question('no-outcome', {
          ask: `"${name}" has no Then. Say what comes of it, such as "Then the result is 12".`,
          scenario: name,
          line,
        }),
      ];

/** What is wrong with scenarios as they stand, before anything is read into them. */
export const checkStructure = (scenarios: readonly Scenario[], answers: Answers): readonly SpecQuestion[] =>
  scenarios.length === 0
    ? [question('no-scenario', { ask: 'The feature has no scenario. Write at least two, each with an example.' })]
    : scenarios.flatMap((scenario) => [
        ...withoutOutcome(scenario),
        ...severalCalls(scenario),
        ...missingCells(scenario),
        ...bindings(scenario, answers),
      ]);
