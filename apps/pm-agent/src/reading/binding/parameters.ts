import type { Case } from '../steps/case.ts';
import { isNameless, labelOf, nameOf, placesOf, writtenNameOf, type Group } from './parameter-group.ts';
import { stem } from '../wording/shape.ts';
import type { Slot } from '../steps/token.ts';

/** One argument of the function, before its type is known. */
export interface ParameterDraft {
  /** In camelCase; undefined when nothing names it. */
  readonly name: string | undefined;
  /** Whether the feature says the name, in a placeholder or a header; else it is guessed from words. */
  readonly isSaid: boolean;
  /** Whether an empty list or text in other words was taken for a value of it. */
  readonly isAligned: boolean;
  /** What the feature calls it, as it is written. */
  readonly written: string;
  /** Its value in each case; undefined where a case has none. */
  readonly slots: readonly (Slot | undefined)[];
}

/** Whether two groups are one parameter: called the same, and where both stand, the same placeholder. */
const isSame = (one: Group, other: Group): boolean => {
  const [name, otherName] = [nameOf(one), nameOf(other)];
  if (name === undefined || otherName === undefined || stem(name) !== stem(otherName)) return false;
  return one.places.every(({ index, slot }) =>
    other.places.every(
      (place) => place.index !== index || (slot.label !== undefined && place.slot.label === slot.label),
    ),
  );
};

const merged = (groups: readonly Group[]): readonly Group[] =>
  groups.reduce<readonly Group[]>((known, group) => {
    const same = known.find((other) => isSame(other, group));
    return same === undefined
      ? [...known, group]
      : known.map((other) => (other === same ? { places: [...other.places, ...group.places] } : other));
  }, []);

/** Whether every case has exactly one of the two. */
const complement = (one: Group, other: Group, count: number): boolean => {
  const here = new Set(one.places.map(({ index }) => index));
  const there = new Set(other.places.map(({ index }) => index));
  return here.size + there.size === count && [...there].every((index) => !here.has(index));
};

/** Gives values that are called by their type to the one parameter that their cases lack. */
const aligned = (groups: readonly Group[], count: number): readonly Group[] => {
  const nameless = groups.find(
    (group) => isNameless(group) && groups.filter((other) => complement(group, other, count)).length === 1,
  );
  const home = nameless && groups.find((other) => complement(nameless, other, count));
  if (nameless === undefined || home === undefined) return groups;
  const one: Group = { places: [...home.places, ...nameless.places], isAligned: true };
  return [...groups.filter((group) => group !== home && group !== nameless), one];
};

const positionOf = ({ places }: Group): number =>
  places.reduce((sum, { position }) => sum + position, 0) / places.length;

const draftOf = (group: Group, count: number): ParameterDraft => ({
  name: nameOf(group),
  isSaid: labelOf(group) !== undefined,
  isAligned: group.isAligned === true,
  written: writtenNameOf(group),
  slots: Array.from({ length: count }, (_, index) => group.places.find((place) => place.index === index)?.slot),
});

/**
 * The parameters of all cases: values in the same words are one parameter, and so are values of the same name. They come
 * in the order in which they stand in Given and When, on average over the cases.
 */
export const parametersOf = (cases: readonly Case[]): readonly ParameterDraft[] => {
  const byKey = Map.groupBy(cases.flatMap(placesOf), ({ key }) => key);
  const groups = [...byKey].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, places]) => ({ places }));
  return aligned(merged(groups), cases.length)
    .toSorted((a, b) => positionOf(a) - positionOf(b))
    .map((group) => draftOf(group, cases.length));
};
