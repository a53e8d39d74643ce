import { checkWordings } from '../doubts/bounds.ts';
import type { Case } from '../steps/case.ts';
import { denialOf, findAlternatives, type Alternatives } from './find-alternatives.ts';
import { found, type Finding } from '../doubts/finding.ts';
import type { StepKind } from '../gherkin/scenario.ts';
import { shapeKey, shapeOf } from './shape.ts';
import { isSlot, type Slot, type Token } from '../steps/token.ts';
import { statementOf } from './statement.ts';
import { mapSteps, partialWordings, type Wording } from './wordings.ts';

const textOf = (tokens: readonly Token[]): string =>
  tokens.map((token) => (isSlot(token) ? token.raw : token.word)).join(' ');

/** Whether the wordings differ in what is done. */
const isAction = ({ members: [first], before }: Alternatives): boolean => first?.kind === 'when' && before === 0;

const labelOf = ({ members }: Alternatives, denial: Wording): string => {
  const plain = members.find((member) => member !== denial) ?? denial;
  return statementOf(plain.step.tokens);
};

/** What stands in the place where the wordings differ. */
const valueOf = (tokens: readonly Token[], written: readonly Token[], alternatives: Alternatives): Slot => {
  const denial = denialOf(alternatives);
  if (denial !== undefined)
    return { raw: String(shapeKey(tokens) !== denial.key), form: 'bare', label: labelOf(alternatives, denial) };
  const [only, ...more] = written;
  if (only !== undefined && isSlot(only) && more.length === 0) return only;
  return { raw: textOf(written), form: 'bare', ...(isAction(alternatives) ? { label: 'action' } : {}) };
};

/** Puts a value in the place where the wordings differ. */
const withValue = (tokens: readonly Token[], alternatives: Alternatives): readonly Token[] => {
  const shape = shapeOf(tokens);
  const middle = shape.slice(alternatives.before, shape.length - alternatives.after);
  const [first, last] = [middle.at(0), middle.at(-1)];
  const start = first?.index ?? (shape[alternatives.before - 1]?.index ?? -1) + 1;
  const end = last === undefined ? start : last.index + 1;
  const written = tokens.slice(start, end);
  return [...tokens.slice(0, start), valueOf(tokens, written, alternatives), ...tokens.slice(end)];
};

/**
 * Finds steps of different cases that differ in one place only, such as "a premium customer" and "a regular customer", or
 * "is valid" and "is not valid", and takes what stands there for a value.
 */
export const withAlternatives = (cases: readonly Case[], kind: StepKind): Finding<readonly Case[]> => {
  const wordings = partialWordings(cases, kind);
  const tooMany = checkWordings(wordings.length);
  if (tooMany.length > 0) return found(cases, { questions: tooMany });
  const all = findAlternatives(wordings);
  const byKey = new Map(all.flatMap((one) => one.members.map(({ key }) => [key, one])));
  const value = mapSteps(cases, kind, (step) => {
    const alternatives = byKey.get(shapeKey(step.tokens));
    return alternatives === undefined ? step : { ...step, tokens: withValue(step.tokens, alternatives) };
  });
  const assumptions = all.map((alternatives) => ({
    rule: denialOf(alternatives) === undefined ? ('words-as-value' as const) : ('negation-as-boolean' as const),
    about: alternatives.members.map(({ key }) => key).join(' | '),
  }));
  return found(value, { assumptions });
};
