import { checkWordings } from './bounds.ts';
import type { Case } from './case.ts';
import { found, type Finding } from './finding.ts';
import type { StepKind } from './scenario.ts';
import { isContent, shapeKey, shapeOf, VALUE, type ShapeWord } from './shape.ts';
import { isSlot, type Slot, type Token } from './token.ts';
import { FILLERS, NEGATIONS } from './vocabulary.ts';
import { mapSteps, partialWordings, type Wording } from './wordings.ts';

/** The most words that a value made of words has. */
const LONGEST_VALUE = 4;

/** Wordings that differ in one place, which is where a value stands. */
interface Alternatives {
  readonly members: readonly Wording[];
  /** How many words they have in common before that place, and after it. */
  readonly before: number;
  readonly after: number;
}

const commonLength = (rows: readonly (readonly string[])[]): number => {
  const [first = [], ...others] = rows;
  const end = first.findIndex((word, index) => others.some((row) => row[index] !== word));
  return end < 0 ? first.length : end;
};

const normsOf = ({ shape }: Wording): readonly string[] => shape.map(({ norm }) => norm);

const middleOf = ({ shape }: Wording, { before, after }: Omit<Alternatives, 'members'>): readonly ShapeWord[] =>
  shape.slice(before, shape.length - after);

const compare = (members: readonly Wording[]): Alternatives => {
  const rows = members.map(normsOf);
  const before = commonLength(rows);
  const room = Math.min(...rows.map((row) => row.length)) - before;
  const after = Math.min(room, commonLength(rows.map((row) => row.toReversed())));
  return { members, before, after };
};

const isOpposite = (one: string, other: string): boolean =>
  ['in', 'un', 'im', 'ir', 'il', 'dis', 'non', 'non-'].some((prefix) => other === `${prefix}${one}`);

/** Which of two middles denies the other; undefined when neither does. */
const denialOf = (alternatives: Alternatives): Wording | undefined => {
  const [one, other, ...more] = alternatives.members;
  if (one === undefined || other === undefined || more.length > 0) return undefined;
  const text = (wording: Wording) =>
    middleOf(wording, alternatives)
      .map(({ norm }) => norm)
      .join(' ');
  const denies = (denial: string, plain: string) =>
    (plain === '' && NEGATIONS.has(denial)) || (plain !== '' && isOpposite(plain, denial));
  if (denies(text(one), text(other))) return one;
  return denies(text(other), text(one)) ? other : undefined;
};

const isValueOfWords = (middle: readonly ShapeWord[]): boolean =>
  middle.length > 0 &&
  middle.length <= LONGEST_VALUE &&
  middle.every(({ norm }, index) => norm !== VALUE && (index > 0 || isContent(norm)));

const isValue = (middle: readonly ShapeWord[]): boolean =>
  isValueOfWords(middle) || (middle.length === 1 && middle[0]?.norm === VALUE);

/** What the wordings have in common has to say what they are about: of an outcome less, since there is but one. */
const hasContext = ({ members, before, after }: Alternatives): boolean => {
  const [first] = members;
  if (first === undefined) return false;
  const norms = normsOf(first);
  const context = [...norms.slice(0, before), ...norms.slice(norms.length - after)];
  // A promise that has its value already has no other in its words.
  if (first.kind === 'then') return context.length > 0 && !context.includes(VALUE);
  return context.some((norm) => isContent(norm) || (first.kind === 'when' && norm === VALUE));
};

const areDisjoint = (members: readonly Wording[]): boolean =>
  new Set(members.flatMap(({ cases }) => [...cases])).size === members.reduce((sum, { cases }) => sum + cases.size, 0);

const areAlternatives = (members: readonly Wording[]): boolean => {
  if (!areDisjoint(members)) return false;
  const alternatives = compare(members);
  if (!hasContext(alternatives)) return false;
  return denialOf(alternatives) !== undefined || members.every((member) => isValue(middleOf(member, alternatives)));
};

const findAlternatives = (wordings: readonly Wording[]): readonly Alternatives[] => {
  const groups = wordings.reduce<readonly (readonly Wording[])[]>((known, wording) => {
    const fitting = known.find((group) => areAlternatives([...group, wording]));
    return fitting === undefined
      ? [...known, [wording]]
      : known.map((group) => (group === fitting ? [...group, wording] : group));
  }, []);
  return groups.filter(({ length }) => length > 1).map(compare);
};

const textOf = (tokens: readonly Token[]): string =>
  tokens.map((token) => (isSlot(token) ? token.raw : token.word)).join(' ');

/** What a statement is called that can be true or false. */
const statementOf = (tokens: readonly Token[]): string =>
  tokens.flatMap((token) => (isSlot(token) || FILLERS.has(token.word.toLowerCase()) ? [] : [token.word])).join(' ');

/** Whether the wordings differ in what is done. */
const isAction = ({ members: [first], before }: Alternatives): boolean => first?.kind === 'when' && before === 0;

/** Puts a value in the place where the wordings differ. */
const withValue = (tokens: readonly Token[], alternatives: Alternatives): readonly Token[] => {
  const shape = shapeOf(tokens);
  const middle = shape.slice(alternatives.before, shape.length - alternatives.after);
  const [first, last] = [middle.at(0), middle.at(-1)];
  const start = first?.index ?? (shape[alternatives.before - 1]?.index ?? -1) + 1;
  const end = last === undefined ? start : last.index + 1;
  const written = tokens.slice(start, end);
  const [only] = written;
  const denial = denialOf(alternatives);
  const slot: Slot =
    denial !== undefined
      ? { raw: String(shapeKey(tokens) !== denial.key), form: 'bare', label: labelOf(alternatives, denial) }
      : written.length === 1 && only !== undefined && isSlot(only)
        ? only
        : { raw: textOf(written), form: 'bare', ...(isAction(alternatives) ? { label: 'action' } : {}) };
  return [...tokens.slice(0, start), slot, ...tokens.slice(end)];
};

const labelOf = ({ members }: Alternatives, denial: Wording): string => {
  const plain = members.find((member) => member !== denial) ?? denial;
  return statementOf(plain.step.tokens);
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
