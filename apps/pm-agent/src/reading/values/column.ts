import { typeOf, type Value, type ValueType } from '@troupe/feature-spec';
import type { AssumptionRule } from '../doubts/assumption.ts';
import { hasList, hasNested, listColumn, plain } from './list-column.ts';
import { denialColumn, numberColumn, quotedNumbers, scalarColumn, textColumn } from './scalar-column.ts';
import type { Slot } from '../steps/token.ts';

/** Values that stand in the same place of all cases: those of one parameter, or the results. */
export interface Column {
  readonly type: ValueType;
  readonly values: readonly Value[];
  readonly assumptions: readonly AssumptionRule[];
}

/** How to read a column. */
export interface ColumnOptions {
  /** What it is called: it may speak of numbers or of several things. */
  readonly name: string;
  /** Whether numbers may be taken for text, because a person said so. Default false. */
  readonly asText?: boolean;
}

/** Reads values of one place as one type; undefined when they have none in common. */
export const readColumn = (written: readonly Slot[], options: ColumnOptions): Column | undefined => {
  const slots = written.map(plain);
  if (hasNested(slots)) return options.asText === true ? textColumn(slots, options) : undefined;
  const column =
    numberColumn(slots) ??
    scalarColumn(slots, 'boolean') ??
    listColumn(slots, options) ??
    denialColumn(slots) ??
    quotedNumbers(slots, options) ??
    (hasList(slots) ? undefined : textColumn(slots, options));
  return column !== undefined && typeOf(column.values) !== undefined ? column : undefined;
};
