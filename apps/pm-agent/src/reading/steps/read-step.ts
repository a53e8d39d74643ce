import { filledIn, type CellOf } from './placeholders.ts';
import { scanStep, type Comma, type Scanned } from './scan-step.ts';
import type { Step, StepKind } from '../gherkin/scenario.ts';
import { tableSlots } from './step-table.ts';
import { isSlot, type Slot, type Token } from './token.ts';

/** A step of one case: its placeholders are filled in. */
export interface ReadStep {
  readonly kind: StepKind;
  readonly line: number;
  /** The step as it is written. */
  readonly text: string;
  readonly tokens: readonly Token[];
}

/** How to read what can be read in two ways. */
export interface ReadingOptions {
  /** Whether "2 and 3" is one list; else it is two values. */
  readonly pairsAreLists: boolean;
}

const isComma = (token: Scanned | undefined): token is Comma => token !== undefined && 'comma' in token;

const isAnd = (token: Scanned | undefined): boolean =>
  token !== undefined && 'word' in token && /^(?:and|&)$/i.test(token.word);

/** A value that may be an item of a list that is written out. What has a name of its own is a value of its own. */
const isItem = (token: Scanned | undefined): token is Slot =>
  token !== undefined && !isComma(token) && isSlot(token) && token.label === undefined && token.form !== 'empty';

interface Run {
  readonly items: readonly Slot[];
  readonly commas: number;
  /** How many tokens it takes up. */
  readonly length: number;
}

/** The longest run of values from here on that are joined by commas and 'and'. */
const runAt = (scanned: readonly Scanned[], from: number): Run => {
  const items: Slot[] = [];
  let commas = 0;
  let at = from;
  for (;;) {
    const item = scanned[at];
    if (!isItem(item)) break;
    items.push(item);
    const comma = isComma(scanned[at + 1]) ? 1 : 0;
    const joint = comma + (isAnd(scanned[at + 1 + comma]) ? 1 : 0);
    if (joint === 0 || !isItem(scanned[at + 1 + joint])) return { items, commas, length: at + 1 - from };
    commas += comma;
    at += 1 + joint;
  }
  return { items, commas, length: at - from };
};

const listed = (items: readonly Slot[]): Slot => ({
  raw: items.map(({ raw }) => raw).join(', '),
  form: 'list',
  items,
});

const withLists = (scanned: readonly Scanned[], { pairsAreLists }: ReadingOptions): readonly Token[] => {
  const tokens: Token[] = [];
  for (let at = 0; at < scanned.length;) {
    const { items, commas, length } = runAt(scanned, at);
    const isList = items.length > 1 && (commas > 0 || pairsAreLists);
    const token = isList ? listed(items) : scanned[at];
    if (token !== undefined && !isComma(token)) tokens.push(token);
    at += isList ? length : 1;
  }
  return tokens;
};

/** "minus 5" is -5, unless there is something to take it from. */
const withSigns = (tokens: readonly Token[]): readonly Token[] =>
  tokens.flatMap((token, index): readonly Token[] => {
    const [before, sign] = [tokens[index - 2], tokens[index - 1]];
    const isSign = (word: Token | undefined) =>
      word !== undefined && !isSlot(word) && /^(?:minus|negative)$/i.test(word.word);
    const isSigned = isSign(sign) && isSlot(token) && /^[\d.]/.test(token.raw) && !(before && isSlot(before));
    if (isSigned) return [{ ...token, raw: `-${token.raw}` }];
    const next = tokens[index + 1];
    const isTaken = isSign(token) && next && isSlot(next) && /^[\d.]/.test(next.raw) && !(sign && isSlot(sign));
    return isTaken === true ? [] : [token];
  });

/** Reads a step with the cells of one row. */
export const readStep = (step: Step, cellOf: CellOf, options: ReadingOptions): ReadStep => {
  const { kind, line, text, table, docString } = step;
  const written = withSigns(withLists(scanStep(text, cellOf), options));
  const fill = (cell: string): string => filledIn(cell, cellOf);
  const below = [
    ...(table === undefined
      ? []
      : tableSlots(
          table.map((row) => row.map(fill)),
          text,
        )),
    ...(docString === undefined ? [] : [{ raw: fill(docString), form: 'quoted' as const }]),
  ];
  return { kind, line, text, tokens: [...written, ...below] };
};
