import type { SpecQuestion } from '@troupe/contracts';
import type { Case } from '../steps/case.ts';
import { readColumn, type Column } from './column.ts';
import type { TypedCase } from '../spec/examples.ts';
import { andThen, found, together, type Finding } from '../doubts/finding.ts';
import { choiceOf, question, type Answers } from '../doubts/question.ts';
import type { Settled } from '../binding/settle.ts';
import type { Slot } from '../steps/token.ts';

const AS_TEXT = 'they are text';

const differingTypes = (slots: readonly Slot[], cases: readonly Case[], name: string): SpecQuestion => {
  const empty = slots.findIndex(({ raw, form }) => form === 'bare' && raw.trim() === '');
  const at = cases[Math.max(0, empty)];
  const place = at === undefined ? {} : { scenario: at.scenario.name, line: at.line };
  if (empty >= 0)
    return question('row-incomplete', {
      ask: `The row has no value for "${name}". Write it.`,
      subject: name,
      ...place,
    });
  const samples = [...new Set(slots.map(({ raw }) => raw))].slice(0, 4).join(', ');
  return question('types-differ', {
    ask: `The values of "${name}" are not of one type: ${samples}. Write all of them as numbers, as text in quotation marks, or as lists of one of these.`,
    subject: name,
    choices: [AS_TEXT],
  });
};

const columnOf = (
  slots: readonly Slot[],
  { name, cases, answers }: { name: string; cases: readonly Case[]; answers: Answers },
): Finding<Column> => {
  const asked = differingTypes(slots, cases, name);
  const column = readColumn(slots, { name, asText: choiceOf(answers, asked) === AS_TEXT });
  if (column === undefined) return found({ type: 'string', values: [], assumptions: [] }, { questions: [asked] });
  return found(column, { assumptions: column.assumptions.map((rule) => ({ rule, about: name })) });
};

/** The values of all cases, parameter by parameter. */
export interface Columns {
  readonly inputs: readonly Column[];
  readonly result: Column;
}

/** Reads the inputs and the results as values of one type each, or asks. */
export const columnsOf = ({ cases, drafts, results }: Settled, answers: Answers): Finding<Columns> => {
  const inputs = together(
    drafts.map(({ slots, written, name }, index) =>
      columnOf(
        slots.filter((slot) => slot !== undefined),
        { name: written || (name ?? `input ${index + 1}`), cases, answers },
      ),
    ),
  );
  const result = columnOf(
    results.map(({ expected }) => expected),
    { name: 'the result', cases, answers },
  );
  return andThen(inputs, (value) => ({ ...result, value: { inputs: value, result: result.value } }));
};

/** The cases with their values. */
export const typedCases = ({ cases }: Settled, { inputs, result }: Columns): readonly TypedCase[] =>
  cases.map((one, index) => ({
    one,
    arguments: inputs.map(({ values }) => values[index] ?? ''),
    expected: result.values[index] ?? '',
  }));
