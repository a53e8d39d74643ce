import type { Case } from '../steps/case.ts';
import { found, type Finding } from '../doubts/finding.ts';
import type { ReadStep } from '../steps/read-step.ts';
import { shapeKey } from './shape.ts';
import { isSlot, slotsOf, type Slot } from '../steps/token.ts';

const countsOf = (cases: readonly Case[], key: string): readonly number[] =>
  cases.map(({ steps }) => steps.filter(({ kind, tokens }) => kind !== 'then' && shapeKey(tokens) === key).length);

/** Shapes with one value that some case repeats, and not every case as often. */
const repeatedKeys = (cases: readonly Case[]): ReadonlySet<string> => {
  const steps = cases.flatMap((one) => one.steps).filter(({ kind }) => kind !== 'then');
  const single = new Set(
    steps.filter(({ tokens }) => slotsOf(tokens).length === 1).map(({ tokens }) => shapeKey(tokens)),
  );
  return new Set(
    [...single].filter((key) => {
      const counts = countsOf(cases, key);
      return Math.min(...counts) > 0 && Math.max(...counts) > Math.min(...counts);
    }),
  );
};

const gathered = (steps: readonly ReadStep[]): ReadStep | undefined => {
  const [first] = steps;
  const items = steps.flatMap(({ tokens }) => slotsOf(tokens));
  const list: Slot = { raw: items.map(({ raw }) => raw).join(', '), form: 'list', items };
  return first && { ...first, tokens: first.tokens.map((token) => (isSlot(token) ? list : token)) };
};

const gatherIn = (one: Case, key: string): Case => {
  const isMeant = ({ kind, tokens }: ReadStep) => kind !== 'then' && shapeKey(tokens) === key;
  const meant = one.steps.filter(isMeant);
  const list = gathered(meant);
  return {
    ...one,
    steps: one.steps.flatMap((step) => (isMeant(step) ? (step === meant[0] && list ? [list] : []) : [step])),
  };
};

/** Takes a step that comes once in one case and three times in another ("And the number 5") for a list of its values. */
export const gatherRepeats = (cases: readonly Case[]): Finding<readonly Case[]> => {
  const keys = [...repeatedKeys(cases)];
  const value = cases.map((one) => keys.reduce(gatherIn, one));
  return found(value, { assumptions: keys.map((about) => ({ rule: 'repeats-as-list', about })) });
};
