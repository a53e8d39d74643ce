import type { Scalar, ScalarType } from '@troupe/feature-spec';
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

/** Whether it is the same whatever the variables are. */
export const isConstant = ({ made }: Entry): boolean => 'leaf' in made && made.leaf.kind === 'constant';

/** Whether it has a value in every case. */
export const isTotal = ({ values }: Pick<Entry, 'values'>): boolean => !values.includes(undefined);

/** The type of a constant. */
export const typeOfScalar = (value: Scalar): ScalarType =>
  // A scalar is one of the three.
  typeof value as ScalarType;

/** A constant, which is the same in every case. */
export const constantEntry = (value: Scalar, cases: number, cost: number): Entry => {
  const type = typeOfScalar(value);
  return {
    type,
    cost,
    values: Array.from({ length: cases }, () => value),
    made: { leaf: { kind: 'constant', value, type } },
  };
};
