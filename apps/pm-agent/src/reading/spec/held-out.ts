import { renderValue, type Value } from '@troupe/feature-spec';
import { callOf, type TypedCase } from './examples.ts';

/** From this many examples on some are held out, … */
const ENOUGH = 6;
/** … one of this many, … */
const ONE_OF = 4;
/** … and of every kind so many stay to be seen. */
const SEEN_OF_A_KIND = 2;

const sizeOf = (value: Value): string => {
  if (typeof value === 'number') return value === 0 ? 'zero' : value < 0 ? 'negative' : 'positive';
  if (typeof value === 'boolean') return String(value);
  return value.length === 0 ? 'empty' : value.length === 1 ? 'single' : 'some';
};

/** An example, with what it may be there to show. */
interface Seen {
  readonly example: TypedCase;
  /** Its result, when others have the same. */
  readonly shared: string | undefined;
  readonly kind: string;
}

const countBy = <Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): ReadonlyMap<Key, number> =>
  new Map([...Map.groupBy(items, keyOf)].map(([key, { length }]) => [key, length]));

/** How a result looks that no other example has, and whether it is an argument that came back. */
const looks = ({ arguments: values, expected }: TypedCase): string => {
  const isGiven = values.some((value) => String(value) === String(expected));
  return `${sizeOf(expected)}, ${isGiven ? 'as given' : 'made'}`;
};

/**
 * What branch each example may be there to show: its scenario, its result (itself when others share it, else how it
 * looks), and how its arguments look. Scenarios of one example, which would each be alone, are told apart by values only.
 */
const seen = (all: readonly TypedCase[]): readonly Seen[] => {
  const results = countBy(all, ({ expected }) => renderValue(expected));
  const scenarios = countBy(all, ({ one }) => one.scenario);
  return all.map((example) => {
    const { one, arguments: values, expected } = example;
    const result = renderValue(expected);
    const shared = (results.get(result) ?? 0) > 1 ? result : undefined;
    const scenario = (scenarios.get(one.scenario) ?? 0) > 1 ? one.scenario.line : 0;
    return { example, shared, kind: JSON.stringify([scenario, shared ?? looks(example), ...values.map(sizeOf)]) };
  });
};

/** Examples between which the result changes along one numeric argument: they show where, and stay to be seen. */
const atAChange = (all: readonly Seen[]): ReadonlySet<Seen> => {
  const count = all[0]?.example.arguments.length ?? 0;
  // Of those at one place, none comes first by where it stands in the feature.
  const inOrder = all.toSorted((a, b) => (callOf(a.example) < callOf(b.example) ? -1 : 1));
  const edges = Array.from({ length: count }, (_, argument) => {
    const at = ({ example }: Seen) => Number(example.arguments[argument]);
    const sorted = inOrder
      .filter(({ example }) => typeof example.arguments[argument] === 'number')
      .toSorted((a, b) => at(a) - at(b));
    return sorted.flatMap((one, index) => {
      const next = sorted[index + 1];
      const isEdge = next?.shared !== undefined && one.shared !== undefined && next.shared !== one.shared;
      return isEdge ? [one, next] : [];
    });
  });
  return new Set(edges.flat());
};

/** From the inside out: first and last of a kind are likelier to be the edge of something. */
const fromTheMiddle = (kind: readonly Seen[]): readonly Seen[] => {
  const middle = Math.floor(kind.length / 2);
  return kind
    .map((one, index) => ({ one, distance: Math.abs(index - middle) }))
    .toSorted((a, b) => a.distance - b.distance)
    .map(({ one }) => one);
};

/**
 * The examples that the code must not be made from. One of four from six on; in turns over the kinds, the largest first,
 * and never so many that fewer than two of a kind can be seen, so that every branch that the feature shows is shown twice.
 */
export const heldOutOf = (all: readonly TypedCase[]): ReadonlySet<TypedCase> => {
  if (all.length < ENOUGH) return new Set();
  const examples = seen(all);
  const edges = atAChange(examples);
  const kinds = [...Map.groupBy(examples, ({ kind }) => kind).values()].toSorted((a, b) => b.length - a.length);
  const candidates = kinds.map((kind) =>
    fromTheMiddle(kind)
      .filter((one) => !edges.has(one))
      .slice(0, Math.max(0, kind.length - SEEN_OF_A_KIND)),
  );
  const turns = Array.from({ length: Math.max(...candidates.map(({ length }) => length)) }, (_, turn) =>
    candidates.flatMap((kind) => kind[turn] ?? []),
  ).flat();
  return new Set(turns.slice(0, Math.floor(all.length / ONE_OF)).map(({ example }) => example));
};
