import type { Expression } from '../expression.ts';
import { BOOLEAN_OPERATORS, equalityOf, AT_LEAST, MORE_THAN } from './booleans.ts';
import type { Operator } from './operator.ts';

const ALL = [...BOOLEAN_OPERATORS, AT_LEAST, MORE_THAN];

const named = (name: string): Operator => {
  const found = ALL.find((operator) => operator.name === name);
  // The names below are those of the table of booleans.
  if (!found) throw new RangeError(`there is no operator ${name}`);
  return found;
};

const OPPOSITES: Readonly<Record<string, string>> = {
  '<': '>=',
  '>=': '<',
  '>': '<=',
  '<=': '>',
  isDivisible: 'isNotDivisible',
  isNotDivisible: 'isDivisible',
  isEven: 'isOdd',
  isOdd: 'isEven',
};

/** The operator that says the opposite, if there is one. */
export const opposite = (operator: Operator): Operator | undefined => {
  const [type] = operator.takes;
  if (operator.name === '===' || operator.name === '!==')
    return [type]
      .flatMap((of) => (of === 'number' || of === 'string' || of === 'boolean' ? equalityOf(of) : []))
      .find(({ name }) => name !== operator.name);
  const name = OPPOSITES[operator.name];
  return name === undefined ? undefined : named(name);
};

/** The expression that holds where this one does not. */
export const negate = (expression: Expression): Expression => {
  if (expression.kind === 'constant') return { ...expression, value: expression.value !== true };
  if (expression.kind !== 'call') return { kind: 'call', operator: named('not'), operands: [expression] };
  if (expression.operator.name === 'not') return expression.operands[0] ?? expression;
  const other = opposite(expression.operator);
  return other ? { ...expression, operator: other } : { kind: 'call', operator: named('not'), operands: [expression] };
};

/** Two conditions in one. */
export const both = (one: Expression, other: Expression): Expression => ({
  kind: 'call',
  operator: named('and'),
  operands: [one, other],
});

/** Either of two conditions. */
export const either = (one: Expression, other: Expression): Expression => ({
  kind: 'call',
  operator: named('or'),
  operands: [one, other],
});
