import type {
  Background,
  Examples,
  Feature,
  Rule,
  Scenario as GherkinScenario,
  Step as GherkinStep,
} from '@cucumber/messages';

/** What a step does: sets the stage, calls, or says what comes of it. */
export type StepKind = 'given' | 'when' | 'then';

/** A step as it is written; And, But and * are of the kind of the step before. */
export interface Step {
  readonly kind: StepKind;
  readonly text: string;
  readonly line: number;
  /** The rows of its data table. */
  readonly table: readonly (readonly string[])[] | undefined;
  readonly docString: string | undefined;
}

/** One row of an Examples table. */
export interface ExamplesRow {
  readonly line: number;
  /** The name of its table, often ''. */
  readonly block: string;
  /** The cells by the name of their column. */
  readonly cells: ReadonlyMap<string, string>;
}

/** A scenario or scenario outline, with the steps of the backgrounds that it stands under. */
export interface Scenario {
  readonly name: string;
  readonly line: number;
  /** The rule that it belongs to. */
  readonly rule: string | undefined;
  readonly steps: readonly Step[];
  /** The headers of its Examples tables. */
  readonly columns: readonly string[];
  /** Absent when it has no Examples table. */
  readonly rows: readonly ExamplesRow[] | undefined;
}

const KINDS: Readonly<Record<string, StepKind>> = { Context: 'given', Action: 'when', Outcome: 'then' };

const stepsOf = (written: readonly GherkinStep[]): readonly Step[] => {
  let kind: StepKind = 'given';
  return written.map(({ keywordType, text, location, dataTable, docString }) => {
    kind = KINDS[keywordType ?? ''] ?? kind;
    return {
      kind,
      text,
      line: location.line,
      table: dataTable?.rows.map(({ cells }) => cells.map(({ value }) => value)),
      docString: docString?.content,
    };
  });
};

const headersOf = ({ tableHeader }: Examples): readonly string[] => tableHeader?.cells.map(({ value }) => value) ?? [];

const rowsOf = ({ name, tableHeader, tableBody }: Examples): readonly ExamplesRow[] =>
  tableBody.map(({ cells, location }) => ({
    line: location.line,
    block: name,
    cells: new Map(tableHeader?.cells.map(({ value }, column) => [value, cells[column]?.value ?? ''])),
  }));

interface Place {
  readonly rule: string | undefined;
  readonly background: readonly GherkinStep[];
}

/** A scenario without a name is called by its place. */
const nameOfLine = (line: number): string => `Scenario of line ${line}`;

/** Whether the feature itself gives the scenario its name. */
export const isNamed = ({ name, line }: Scenario): boolean => name !== nameOfLine(line);

const scenarioOf = ({ name, location, steps, examples }: GherkinScenario, { rule, background }: Place): Scenario => ({
  name: name.trim() === '' ? nameOfLine(location.line) : name.trim(),
  line: location.line,
  rule,
  steps: stepsOf([...background, ...steps]),
  columns: [...new Set(examples.flatMap(headersOf))],
  rows: examples.length === 0 ? undefined : examples.flatMap(rowsOf),
});

interface Child {
  readonly background?: Background;
  readonly scenario?: GherkinScenario;
  readonly rule?: Rule;
}

const scenariosWithin = (children: readonly Child[], outer: Place): readonly Scenario[] => {
  const own = children.flatMap(({ background }) => background?.steps ?? []);
  const place = { ...outer, background: [...outer.background, ...own] };
  return children.flatMap(({ scenario, rule }) => {
    if (rule !== undefined) return scenariosWithin(rule.children, { ...place, rule: rule.name });
    return scenario === undefined ? [] : [scenarioOf(scenario, place)];
  });
};

/** The scenarios of a feature and of its rules, in the order in which they stand. */
export const scenariosOf = ({ children }: Feature): readonly Scenario[] =>
  scenariosWithin(children, { rule: undefined, background: [] });
