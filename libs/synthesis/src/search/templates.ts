import type { Expression } from '../expression.ts';
import type { Operator } from '../operators/operator.ts';
import { CONCAT, DROP, SLICE } from '../operators/strings.ts';
import type { Term } from './decision-tree.ts';
import { constantEntry, expressionOf, type Entry } from './entry.ts';
import { casesIn, isWithin, maskOf, type Mask } from './masks.ts';

interface TemplateOptions {
  /** Strings that a template can hold, the cheapest first. */
  readonly pieces: readonly Entry[];
  /** The results, by case. */
  readonly results: readonly string[];
  readonly named: ReadonlySet<string>;
}

/** What is written so far: how far it goes in each result, what it is made of, and what that costs. */
interface Draft {
  readonly reached: readonly number[];
  readonly parts: readonly Part[];
  readonly cost: number;
}

/** A string that was found, with what it is in each result that is looked at. */
type Piece = readonly [Entry, readonly string[]];

type Part = { readonly text: string } | { readonly entry: Entry };

const PART_COST = 1;
const MOST_PARTS = 9;
const MOST_DRAFTS = 800;

const textCost = (text: string, named: ReadonlySet<string>): number =>
  named.has(text.trim()) ? 1 : 1 + Math.ceil(text.replace(/[^A-Za-z0-9]/g, '').length / 4);

const commonPrefix = (texts: readonly string[]): string => {
  const [first = '', ...others] = texts;
  let length = first.length;
  for (const other of others) while (!other.startsWith(first.slice(0, length))) length -= 1;
  return first.slice(0, length);
};

const constant = (value: string): Expression => ({ kind: 'constant', value, type: 'string' });

const partExpression = (part: Part): Expression => ('text' in part ? constant(part.text) : expressionOf(part.entry));

const templateExpression = ([first, ...others]: readonly Part[]): Expression =>
  others.reduce<Expression>(
    (sofar, part) => ({ kind: 'call', operator: CONCAT, operands: [sofar, partExpression(part)] }),
    first ? partExpression(first) : constant(''),
  );

/** Follows with every piece that goes on in all results, and with what all results have in common here. */
const continued = (
  draft: Draft,
  wanted: readonly string[],
  pieces: readonly Piece[],
  named: ReadonlySet<string>,
): readonly Draft[] => {
  const rest = wanted.map((text, index) => text.slice(draft.reached[index]));
  const follow = (part: Part, lengths: readonly number[], cost: number): Draft => ({
    reached: draft.reached.map((place, index) => place + (lengths[index] ?? 0)),
    parts: [...draft.parts, part],
    cost: draft.cost + cost,
  });
  const fitting = pieces.flatMap(([entry, texts]) =>
    texts.every((text, index) => rest[index]?.startsWith(text)) && texts.some((text) => text !== '')
      ? [
          follow(
            { entry },
            texts.map(({ length }) => length),
            PART_COST + entry.cost,
          ),
        ]
      : [],
  );
  const last = draft.parts.at(-1);
  if (last && 'text' in last) return fitting;
  const common = commonPrefix(rest);
  const texts = Array.from({ length: common.length }, (_, index) => common.slice(0, index + 1));
  return [
    ...fitting,
    ...texts.map((text) =>
      follow(
        { text },
        rest.map(() => text.length),
        PART_COST + textCost(text, named),
      ),
    ),
  ];
};

const isDone = ({ reached }: Draft, wanted: readonly string[]): boolean =>
  wanted.every((text, index) => reached[index] === text.length);

/** The cheapest draft that gives every result, found in order of cost. */
const cheapestDraft = (
  wanted: readonly string[],
  pieces: readonly Piece[],
  named: ReadonlySet<string>,
): Draft | undefined => {
  const open: Draft[][] = [[{ reached: wanted.map(() => 0), parts: [], cost: 0 }]];
  const closed = new Set<string>();
  let looked = 0;
  for (let cost = 0; cost < open.length; cost += 1) {
    for (const draft of open[cost] ?? []) {
      const key = `${draft.reached.join()}${'text' in (draft.parts.at(-1) ?? {}) ? 't' : ''}`;
      if (closed.has(key) || draft.parts.length > MOST_PARTS) continue;
      if (isDone(draft, wanted)) return draft;
      if ((looked += 1) > MOST_DRAFTS) return undefined;
      closed.add(key);
      for (const next of continued(draft, wanted, pieces, named)) (open[next.cost] ??= []).push(next);
    }
  }
  return undefined;
};

const LONGEST_CUT = 16;
const CUT_COST = 4;

/** Parts of a string at places that are the same in all cases, such as the digits of a phone number. */
const cutsOf = (entry: Entry): readonly Entry[] => {
  // What a variable of type string stands for is a string.
  const texts = entry.values as readonly string[];
  const end = Math.min(LONGEST_CUT, ...texts.map(({ length }) => length));
  const places = Array.from({ length: end + 1 }, (_, place) => place);
  const constant = (place: number): Entry => constantEntry(place, texts.length, 1);
  const cut = (operator: Operator, values: readonly string[], ...places: readonly number[]): Entry => ({
    type: 'string',
    cost: CUT_COST,
    values,
    made: { operator, operands: [entry, ...places.map(constant)] },
  });
  return places.flatMap((from) => [
    ...(from > 0
      ? [
          cut(
            DROP,
            texts.map((text) => text.slice(from)),
            from,
          ),
        ]
      : []),
    ...places.slice(from + 1).map((to) =>
      cut(
        SLICE,
        texts.map((text) => text.slice(from, to)),
        from,
        to,
      ),
    ),
  ]);
};

const isVariable = ({ made }: Entry): boolean => 'leaf' in made && made.leaf.kind === 'variable';

/** A piece, with the cases in whose results it is found. */
interface Usable {
  readonly entry: Entry;
  readonly fits: Mask;
}

const usableIn = (pieces: readonly Entry[], results: readonly string[]): readonly Usable[] =>
  pieces.flatMap((entry) => {
    const fits = maskOf(results.length, (index) => {
      const text = entry.values[index];
      return typeof text === 'string' && (results[index]?.includes(text) ?? false);
    });
    return fits === 0 ? [] : [{ entry, fits }];
  });

/**
 * Terms that no enumeration gets to, because they are long: the results of these cases, written as a template of strings
 * that were found and of text that all results have in common.
 */
export const createTemplates = ({ pieces, results, named }: TemplateOptions): ((mask: Mask) => Term | undefined) => {
  const usable = usableIn([...pieces, ...pieces.filter(isVariable).flatMap(cutsOf)], results);
  return (mask) => {
    const cases = casesIn(mask);
    const wanted = cases.map((index) => results[index] ?? '');
    const fitting = usable
      .filter(({ fits }) => isWithin(mask, fits))
      // What is found in a result is a string.
      .map(({ entry }): Piece => [entry, cases.map((index) => String(entry.values[index]))]);
    const draft = cheapestDraft(wanted, fitting, named);
    if (!draft || draft.parts.length < 2) return undefined;
    return { covers: mask, cost: draft.cost, isConstant: false, expression: () => templateExpression(draft.parts) };
  };
};
