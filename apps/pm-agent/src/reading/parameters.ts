import type { Case } from './case.ts';
import { camelCase } from './names.ts';
import { nounOf } from './noun.ts';
import type { ReadStep } from './read-step.ts';
import { isContent, shapeKey, shapeOf, stem, VALUE } from './shape.ts';
import { slotsOf, type Slot } from './token.ts';

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

interface Place {
  readonly key: string;
  readonly slot: Slot;
  readonly noun: string | undefined;
  /** Where in its case it stands, between 0 and 1. */
  readonly position: number;
  readonly index: number;
}

/** The values that stand in one place of their cases. */
interface Group {
  readonly places: readonly Place[];
  readonly isAligned?: boolean;
}

/** What steps of one value have in common however their words are ordered; of several values, their whole shape. */
const stepKey = ({ tokens }: ReadStep): string => {
  if (slotsOf(tokens).length > 1) return shapeKey(tokens);
  const norms = shapeOf(tokens).map(({ norm }) => norm);
  return [...new Set(norms.filter((norm) => isContent(norm) || norm === VALUE))].toSorted().join(' ');
};

const placesOf = ({ steps }: Case, index: number): readonly Place[] => {
  const seen = new Map<string, number>();
  const places = steps
    .filter(({ kind }) => kind !== 'then')
    .flatMap((step) =>
      slotsOf(step.tokens).map((slot, at) => {
        const base = slot.key ?? `${stepKey(step)}#${at}`;
        const times = (seen.get(base) ?? 0) + 1;
        seen.set(base, times);
        return { key: `${base}#${times}`, slot, noun: slot.key === undefined ? nounOf(step.tokens, slot) : undefined };
      }),
    );
  return places.map((place, at) => ({ ...place, position: at / Math.max(1, places.length), index }));
};

/** The one that comes most often; of several, the first in the alphabet, so that no order of scenarios matters. */
const mostFrequent = (texts: readonly string[]): string | undefined => {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const [first] = [...counts].toSorted(([a, timesA], [b, timesB]) => timesB - timesA || (a < b ? -1 : 1));
  return first?.[0];
};

const defined = (texts: readonly (string | undefined)[]): readonly string[] =>
  texts.filter((text) => text !== undefined);

const labelOf = ({ places }: Group): string | undefined => mostFrequent(defined(places.map(({ slot }) => slot.label)));

/** Words for any value of a type: "an empty list" is a value of whatever list the other scenarios name. */
const KINDS_OF_VALUES =
  /^(?:list|array|collection|sequence|set|string|text|word|sentence|number|value|values|input|item|items)?$/i;

const writtenNameOf = (group: Group): string => {
  const nouns = defined(group.places.map(({ noun }) => noun));
  const telling = nouns.filter((noun) => !KINDS_OF_VALUES.test(noun));
  return labelOf(group) ?? mostFrequent(telling.length > 0 ? telling : nouns) ?? '';
};

const nameOf = (group: Group): string | undefined => camelCase(writtenNameOf(group));

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

const isNameless = (group: Group): boolean =>
  labelOf(group) === undefined && KINDS_OF_VALUES.test(writtenNameOf(group).split(' ')[0] ?? '');

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
