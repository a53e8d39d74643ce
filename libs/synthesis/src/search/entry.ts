import type { Expression } from '../expression.ts';
import type { Operator } from '../operators/operator.ts';
import type { Operand, OperandType } from '../types.ts';

/** An expression that was found, with what it is worth in every case. Its tree shares its parts with other entries. */
export interface Entry {
  readonly type: OperandType;
  readonly cost: number;
  /** One for each case; undefined where it has none. */
  readonly values: readonly (Operand | undefined)[];
  readonly made: Leaf | Application;
}

/** An expression that is put in from outside. */
export interface Leaf {
  readonly leaf: Expression;
}

interface Application {
  readonly operator: Operator;
  readonly operands: readonly Entry[];
}

/** The tree of an entry. */
export const expressionOf = ({ made }: Entry): Expression =>
  'leaf' in made ? made.leaf : { kind: 'call', operator: made.operator, operands: made.operands.map(expressionOf) };

/** Whether it has a value in every case. */
export const isTotal = ({ values }: Pick<Entry, 'values'>): boolean => !values.includes(undefined);
