import type { Scalar, Value } from '@troupe/feature-spec';
import { compile } from '../evaluate.ts';
import type { Expression } from '../expression.ts';
import { clean } from './decimals.ts';
import { createFingerprint } from './fingerprint.ts';
import type { Problem } from './problem.ts';

/** Arguments that examples could have as well: made of what the examples have, and no further off than they are. */
export type Probes = readonly (readonly Value[])[];

/** A number from 0 up to a bound that is not reached. The same row of numbers for everybody: a search can be repeated. */
type Draw = (bound: number) => number;

const MOST_PROBES = 200;

const createDraw = (): Draw => {
  let state = 0x2545f491;
  return (bound) => {
    state = Math.imul(state, 0x19660d) + 0x3c6ef35f;
    return Math.floor(((state >>> 0) / 2 ** 32) * bound);
  };
};

const oneOf = <Item>(items: readonly Item[], draw: Draw): Item | undefined => items[draw(items.length)];

/** Makes a value like those of a column, or of the items of its lists. */
type Make<Kind> = (draw: Draw) => Kind;

const MOST_DECIMALS = 3;

const decimalsOf = (value: number): number => (String(value).split('.')[1] ?? '').slice(0, MOST_DECIMALS).length;

/** Beside one of the numbers, or between two neighbours: as fine as they are, and of the same sign. */
const likeNumbers = (values: readonly number[]): Make<number> => {
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  const [lowest = 0, highest = 0] = [sorted[0], sorted.at(-1)];
  const step = 10 ** -Math.max(0, ...sorted.map(decimalsOf));
  const least = lowest > 0 ? step : lowest < 0 ? lowest - step : 0;
  return (draw) => {
    const place = draw(sorted.length);
    const [low = lowest, high = highest] = [sorted[place], sorted[place + 1]];
    const found =
      draw(2) === 0 ? low + (draw(5) - 2) * step : low + Math.round((high - low) / step / 2 ** draw(3)) * step;
    return clean(Math.max(least, found));
  };
};

const likeBooleans: Make<boolean> = (draw) => draw(2) === 0;

/** Strings that come again, or are all one word that nothing is made of, are kinds of things: there are no others. */
const areKinds = (values: readonly string[]): boolean =>
  new Set(values).size <= values.length / 2 && values.every((value) => !/\s/.test(value));

const UNUSUAL_SPACE = /^\s|\s\s|\s$|[^\S ]/;

const timesIn = (text: string, sign: string): number => text.split(sign).length - 1;

/** Whether a text has the signs as often as all of these have them, such as the one @ of an address. */
const builtLike = (values: readonly string[], characters: readonly string[]): ((text: string) => boolean) => {
  const fixed = characters
    .filter((character) => /[^\p{L}\p{N}\s]/u.test(character))
    .flatMap((sign) => {
      const [times = 0, ...others] = new Set(values.map((value) => timesIn(value, sign)));
      return others.length > 0 ? [] : [[sign, times] as const];
    });
  return (text) => fixed.every(([sign, times]) => timesIn(text, sign) === times);
};

const spliced = (text: string, place: number, removed: number, added: string): string =>
  text.slice(0, place) + added + text.slice(place + removed);

/** One of the strings with a character more, less or another, or a new one of the same characters or words. */
const likeStrings = (values: readonly string[]): Make<string> => {
  const characters = [...new Set(values.join(''))];
  const words = [...new Set(values.flatMap((value) => value.split(/\s+/)))];
  const anew = (count: number, from: readonly string[], by: string, draw: Draw): string =>
    Array.from({ length: count }, () => oneOf(from, draw) ?? '').join(by);
  const change: Make<string> = (draw) => {
    const text = oneOf(values, draw) ?? '';
    if (areKinds(values)) return text;
    const [place, character] = [draw(text.length + 1), oneOf(characters, draw) ?? ''];
    switch (draw(5)) {
      case 0:
        return spliced(text, place, 0, character);
      case 1:
        return spliced(text, place, 1, '');
      case 2:
        return spliced(text, place, 1, character);
      case 3:
        return anew(text.split(/\s+/).length, words, ' ', draw);
      default:
        return /\s/.test(text) ? text : anew(text.length, characters, '', draw);
    }
  };
  // Spaces stand between words only, unless some stand elsewhere already.
  const isSpaced = values.some((value) => UNUSUAL_SPACE.test(value));
  const isBuilt = builtLike(values, characters);
  return (draw) => {
    const changed = isSpaced ? change(draw) : change(draw).replace(/\s+/g, ' ').trim();
    return isBuilt(changed) ? changed : (oneOf(values, draw) ?? '');
  };
};

const isNumbers = (values: readonly Value[]): values is readonly number[] =>
  values.every((value) => typeof value === 'number');
const isStrings = (values: readonly Value[]): values is readonly string[] =>
  values.every((value) => typeof value === 'string');
const isLists = (values: readonly Value[]): values is readonly (readonly Scalar[])[] =>
  values.every((value) => typeof value === 'object');

/** Lists of such items, no longer and no shorter than these. */
const likeLists = (values: readonly (readonly Scalar[])[]): Make<Value> => {
  const items = values.flat();
  const item = likeValues(items);
  const itemOf = (draw: Draw): Value => (draw(2) === 0 ? item(draw) : (oneOf(items, draw) ?? item(draw)));
  const lengths = values.map(({ length }) => length);
  const [shortest, longest] = [Math.min(...lengths), Math.max(...lengths)];
  return (draw) => {
    const length = shortest + draw(longest - shortest + 1);
    // Values like items are of the type of the items, which are scalars all of one type.
    return Array.from({ length }, () => itemOf(draw)) as unknown as Value;
  };
};

const likeValues = (values: readonly Value[]): Make<Value> => {
  if (isNumbers(values)) return likeNumbers(values);
  if (isStrings(values)) return likeStrings(values);
  return isLists(values) ? likeLists(values) : likeBooleans;
};

/** One argument as another of its type, or text that begins with it. */
const likeAnother = (value: Value, others: readonly Value[], draw: Draw): Value | undefined => {
  const other = oneOf(others, draw);
  return typeof other === 'string' && draw(2) === 0 ? `${other}${String(value)}` : other;
};

type Row = readonly Value[];

/** What can hold between two arguments: one is never more than the other, lists are as long as each other. */
const RELATIONS: readonly ((one: Value, other: Value) => boolean)[] = [
  (one, other) => typeof one === 'number' && typeof other === 'number' && one <= other,
  (one, other) => typeof one === 'object' && typeof other === 'object' && one.length === other.length,
];

/** Fewer cases show nothing that always holds. */
const FEWEST_TO_RELATE = 4;

/** Whether a row keeps to what holds in all of these. */
const keepsTo = (rows: readonly Row[]): ((row: Row) => boolean) => {
  const places = (rows[0] ?? []).map((_, place) => place);
  const held = places.flatMap((one) =>
    places.flatMap((other) =>
      RELATIONS.map(
        (holds) =>
          (row: Row): boolean =>
            holds(row[one] ?? '', row[other] ?? ''),
      ).filter((test) => one !== other && rows.length >= FEWEST_TO_RELATE && rows.every(test)),
    ),
  );
  return (row) => held.every((test) => test(row));
};

/** One argument of a row, or all of them, changed to others like those of the rows. */
const changer = (rows: readonly Row[], slots: Problem['slots']): Make<Row> => {
  const makers = slots.map((_, slot) => likeValues(rows.map((row) => row[slot] ?? '')));
  return (draw) => {
    const [row = [], changed, isAll] = [oneOf(rows, draw), draw(slots.length), draw(2) === 0];
    const others = row.filter((_, slot) => slot !== changed && slots[slot] === slots[changed]);
    return row.map((value, slot) => {
      if (slot !== changed && !isAll) return value;
      const another = slot === changed && draw(4) === 0 ? likeAnother(value, others, draw) : undefined;
      return another ?? makers[slot]?.(draw) ?? value;
    });
  };
};

/** Makes probes for a problem. What holds between arguments in all of its cases holds in them as well. */
export const probesFor = ({ cases, slots }: Problem): Probes => {
  // Every variable of the outermost problem has a value.
  const rows = cases.map(({ environment }) => environment as Row);
  const [change, draw] = [changer(rows, slots), createDraw()];
  return Array.from({ length: MOST_PROBES }, () => change(draw)).filter(keepsTo(rows));
};

/** What an expression gives for each probe. */
export const resultsOn = (probes: Probes, expression: Expression): readonly (Value | undefined)[] => {
  const compiled = compile(expression);
  return probes.map((probe) => compiled([...probe]));
};

/** Tells programs apart by what they give for the probes. */
export const createBehaviour = (probes: Probes): ((expression: Expression) => number) => {
  const fingerprint = createFingerprint();
  return (expression) => fingerprint(resultsOn(probes, expression));
};
