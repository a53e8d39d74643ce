import type { Case } from '../steps/case.ts';
import { camelCase } from './names.ts';
import { nounOf } from './noun.ts';
import type { ReadStep } from '../steps/read-step.ts';
import { isContent, shapeKey, shapeOf, VALUE } from '../wording/shape.ts';
import { slotsOf, type Slot } from '../steps/token.ts';

/** A value in the steps before Then, and where it stands. */
interface Place {
  readonly key: string;
  readonly slot: Slot;
  readonly noun: string | undefined;
  /** Where in its case it stands, between 0 and 1. */
  readonly position: number;
  readonly index: number;
}

/** The values that stand in one place of their cases. */
export interface Group {
  readonly places: readonly Place[];
  readonly isAligned?: boolean;
}

/** What steps of one value have in common however their words are ordered; of several values, their whole shape. */
const stepKey = ({ tokens }: ReadStep): string => {
  if (slotsOf(tokens).length > 1) return shapeKey(tokens);
  const norms = shapeOf(tokens).map(({ norm }) => norm);
  return [...new Set(norms.filter((norm) => isContent(norm) || norm === VALUE))].toSorted().join(' ');
};

/** The values that a case is given, in their order. */
export const placesOf = ({ steps }: Case, index: number): readonly Place[] => {
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

/** The one that comes most often; of several, the longest, then the first in the alphabet: no order of scenarios matters. */
const mostFrequent = (texts: readonly string[]): string | undefined => {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const [first] = [...counts].toSorted(
    ([a, timesA], [b, timesB]) => timesB - timesA || b.length - a.length || (a < b ? -1 : 1),
  );
  return first?.[0];
};

const defined = (texts: readonly (string | undefined)[]): readonly string[] =>
  texts.filter((text) => text !== undefined);

/** What the feature itself calls the group: the placeholder or header that most of its values have. */
export const labelOf = ({ places }: Group): string | undefined =>
  mostFrequent(defined(places.map(({ slot }) => slot.label)));

/** Words for any value of a type: "an empty list" is a value of whatever list the other scenarios name. */
const KINDS_OF_VALUES =
  /^(?:list|array|collection|sequence|set|string|text|word|sentence|number|value|values|input|item|items)?$/i;

/** What the group is called, as it is written; '' when nothing names it. */
export const writtenNameOf = (group: Group): string => {
  const nouns = defined(group.places.map(({ noun }) => noun));
  const telling = nouns.filter((noun) => !KINDS_OF_VALUES.test(noun));
  return labelOf(group) ?? mostFrequent(telling.length > 0 ? telling : nouns) ?? '';
};

/** The same in camelCase. */
export const nameOf = (group: Group): string | undefined => camelCase(writtenNameOf(group));

/** Whether the group is called by the type of its values only. */
export const isNameless = (group: Group): boolean =>
  labelOf(group) === undefined && KINDS_OF_VALUES.test(writtenNameOf(group).split(' ')[0] ?? '');
