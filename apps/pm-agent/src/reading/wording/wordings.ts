import type { Case } from '../steps/case.ts';
import type { ReadStep } from '../steps/read-step.ts';
import type { StepKind } from '../gherkin/scenario.ts';
import { shapeKey, shapeOf, type ShapeWord } from './shape.ts';

/** One way to word a step, and the cases that use it. */
export interface Wording {
  readonly key: string;
  readonly kind: StepKind;
  readonly shape: readonly ShapeWord[];
  /** One step of this wording. */
  readonly step: ReadStep;
  /** Indexes of cases. */
  readonly cases: ReadonlySet<number>;
}

/** The wordings of steps of a kind that not every case has, in an order that does not depend on that of the feature. */
export const partialWordings = (cases: readonly Case[], kind: StepKind): readonly Wording[] => {
  const wordings = new Map<string, Omit<Wording, 'cases'> & { readonly cases: Set<number> }>();
  cases.forEach(({ steps }, index) => {
    for (const step of steps.filter((other) => other.kind === kind)) {
      const key = shapeKey(step.tokens);
      const known = wordings.get(key) ?? { key, kind, shape: shapeOf(step.tokens), step, cases: new Set<number>() };
      known.cases.add(index);
      wordings.set(key, known);
    }
  });
  return [...wordings.values()]
    .filter(({ cases: having }) => having.size < cases.length)
    .toSorted((a, b) => (a.key < b.key ? -1 : 1));
};

/** The cases with every step of a kind replaced by what is said about it. */
export const mapSteps = (
  cases: readonly Case[],
  kind: StepKind,
  change: (step: ReadStep) => ReadStep | undefined,
): readonly Case[] =>
  cases.map((one) => ({
    ...one,
    steps: one.steps.flatMap((step) => (step.kind === kind ? (change(step) ?? []) : step)),
  }));
