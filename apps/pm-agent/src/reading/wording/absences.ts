import type { Case } from '../steps/case.ts';
import { found, type Finding } from '../doubts/finding.ts';
import type { StepKind } from '../gherkin/scenario.ts';
import { isContent, shapeKey } from './shape.ts';
import { isSlot, slotsOf, type Token } from '../steps/token.ts';
import { UNITS } from './vocabulary.ts';
import { mapSteps, partialWordings, type Wording } from './wordings.ts';

const NO = 'no';

const contentOf = ({ shape }: Wording): readonly string[] =>
  shape.flatMap(({ norm }) => (isContent(norm) ? [norm] : []));

/** What a wording is about, whatever it says of it. */
const aboutOf = (wording: Wording): string =>
  contentOf(wording)
    .filter((word) => word !== NO && !UNITS.has(word))
    .toSorted()
    .join(' ');

const isAbsence = (wording: Wording): boolean =>
  slotsOf(wording.step.tokens).length === 0 && contentOf(wording).includes(NO);

const isAmount = (wording: Wording): boolean => slotsOf(wording.step.tokens).length === 1;

const withNone = (tokens: readonly Token[]): readonly Token[] =>
  tokens.map((token) => (isSlot(token) ? { raw: NO, form: 'bare' } : token));

/** "No fee is charged" is a value of "a fee of 1.50 is charged": none. */
export const withAbsences = (cases: readonly Case[], kind: StepKind): Finding<readonly Case[]> => {
  const wordings = partialWordings(cases, kind);
  const amounts = wordings.filter(isAmount);
  const pairs = wordings.filter(isAbsence).flatMap((absence) => {
    const amount = amounts.find(
      (other) => aboutOf(other) === aboutOf(absence) && [...absence.cases].every((index) => !other.cases.has(index)),
    );
    return amount === undefined ? [] : [[absence.key, amount] as const];
  });
  const byKey = new Map(pairs);
  const value = mapSteps(cases, kind, (step) => {
    const amount = byKey.get(shapeKey(step.tokens));
    return amount === undefined ? step : { ...step, tokens: withNone(amount.step.tokens) };
  });
  return found(value, { assumptions: [...byKey.keys()].map((about) => ({ rule: 'words-as-value', about })) });
};
