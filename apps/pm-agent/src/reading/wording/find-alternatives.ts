import { isContent, VALUE, type ShapeWord } from './shape.ts';
import { NEGATIONS } from './vocabulary.ts';
import type { Wording } from './wordings.ts';

/** The most words that a value made of words has. */
const LONGEST_VALUE = 4;

/** Wordings that differ in one place, which is where a value stands. */
export interface Alternatives {
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

/** Which of two wordings denies the other; undefined when neither does. */
export const denialOf = (alternatives: Alternatives): Wording | undefined => {
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

/** Groups wordings of which every case has one at most, and which differ in one place only. */
export const findAlternatives = (wordings: readonly Wording[]): readonly Alternatives[] => {
  const groups = wordings.reduce<readonly (readonly Wording[])[]>((known, wording) => {
    const fitting = known.find((group) => areAlternatives([...group, wording]));
    return fitting === undefined
      ? [...known, [wording]]
      : known.map((group) => (group === fitting ? [...group, wording] : group));
  }, []);
  return groups.filter(({ length }) => length > 1).map(compare);
};
