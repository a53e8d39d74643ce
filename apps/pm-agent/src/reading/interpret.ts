import type { Example, Signature } from '@troupe/feature-spec';
import type { Case } from './steps/case.ts';
import { criteriaOf } from './spec/criteria.ts';
import { distinctExamples, type TypedCase } from './spec/examples.ts';
import { found, type Finding } from './doubts/finding.ts';
import { heldOutOf } from './spec/held-out.ts';
import type { Answers } from './doubts/question.ts';
import { settle, type Settled } from './binding/settle.ts';
import { signatureOf, type Titles } from './spec/signature.ts';
import { columnsOf, typedCases, type Columns } from './values/typing.ts';

/** What was read from a feature. */
export interface Interpretation {
  readonly signature: Signature;
  readonly examples: readonly Example[];
  /** What is promised, in words, by the feature and by the scenarios of which an example may be seen. */
  readonly criteria: readonly string[];
}

/** What else is known. */
export interface InterpretOptions {
  readonly titles: Titles;
  readonly answers: Answers;
  /** What the feature says of itself, in free words; '' for nothing. */
  readonly description: string;
}

const asExamples = (cases: readonly TypedCase[], heldOut: ReadonlySet<TypedCase>): Finding<readonly Example[]> => {
  const examples = cases.map((one) => ({
    name: one.one.name,
    arguments: one.arguments,
    expected: one.expected,
    heldOut: heldOut.has(one),
  }));
  return found(examples, { assumptions: heldOut.size === 0 ? [{ rule: 'none-held-out', about: '' }] : [] });
};

const conclude = (
  settled: Settled,
  { inputs, result }: Columns,
  { titles, answers, description }: InterpretOptions,
): Finding<Interpretation> => {
  const types = inputs.map(({ type }) => type);
  const { cases, drafts } = settled;
  const signature = signatureOf({ cases, drafts, types, returns: result.type, titles, answers });
  const distinct = distinctExamples(typedCases(settled, { inputs, result }), answers);
  const heldOut = heldOutOf(distinct.value);
  const examples = asExamples(distinct.value, heldOut);
  const shown = distinct.value.filter((one) => !heldOut.has(one)).map(({ one }) => one.scenario);
  const criteria = criteriaOf(description, [...new Set(shown)]);
  return found(
    { signature: signature.value, examples: examples.value, criteria },
    {
      questions: [...signature.questions, ...distinct.questions],
      assumptions: [...signature.assumptions, ...distinct.assumptions, ...examples.assumptions],
    },
  );
};

/** Makes one signature and its examples of all cases; undefined, with questions, where that cannot be done. */
export const interpret = (cases: readonly Case[], options: InterpretOptions): Finding<Interpretation | undefined> => {
  const settled = settle(cases, options.answers);
  if (settled.questions.length > 0) return { ...settled, value: undefined };
  const columns = columnsOf(settled.value, options.answers);
  const assumptions = [...settled.assumptions, ...columns.assumptions];
  if (columns.questions.length > 0) return { ...columns, value: undefined };
  const concluded = conclude(settled.value, columns.value, options);
  return { ...concluded, assumptions: [...assumptions, ...concluded.assumptions] };
};
