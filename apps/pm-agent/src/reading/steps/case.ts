import { readStep, type ReadingOptions, type ReadStep } from './read-step.ts';
import { filledIn, placeholdersIn } from './placeholders.ts';
import type { ExamplesRow, Scenario } from '../gherkin/scenario.ts';

/** One call that the feature describes: a scenario, or one row of its table. */
export interface Case {
  readonly scenario: Scenario;
  /** The scenario, with the row of its table. */
  readonly name: string;
  readonly line: number;
  readonly steps: readonly ReadStep[];
}

const nameOf = ({ name, rows = [] }: Scenario, row: ExamplesRow): string => {
  const filled = filledIn(name, (column) => row.cells.get(column));
  const block = row.block.trim() === '' ? '' : `, ${row.block.trim()}`;
  const number = rows.filter(({ block: other }) => other === row.block).indexOf(row) + 1;
  // A name that differs from row to row needs no number.
  const isTelling = placeholdersIn(name).length > 0 && filled.trim() !== '';
  return isTelling ? `${filled}${block}` : `${name}${block}, row ${number}`;
};

const caseOf = (scenario: Scenario, row: ExamplesRow | undefined, options: ReadingOptions): Case => ({
  scenario,
  name: row === undefined ? scenario.name : nameOf(scenario, row),
  line: row?.line ?? scenario.line,
  steps: scenario.steps.map((step) => readStep(step, (placeholder) => row?.cells.get(placeholder), options)),
});

const distinctNames = (cases: readonly Case[]): readonly Case[] => {
  const names = cases.map(({ name }) => name);
  return cases.map((one, index) =>
    names.indexOf(one.name) === names.lastIndexOf(one.name)
      ? one
      : { ...one, name: `${names[index]}, line ${one.line}` },
  );
};

/** The cases of all scenarios, in the order of the feature, under names that are theirs alone. */
export const casesOf = (scenarios: readonly Scenario[], options: ReadingOptions): readonly Case[] =>
  distinctNames(
    scenarios.flatMap((scenario) =>
      scenario.rows === undefined
        ? [caseOf(scenario, undefined, options)]
        : scenario.rows.map((row) => caseOf(scenario, row, options)),
    ),
  );
