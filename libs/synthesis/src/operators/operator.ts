import type { Value, ValueType } from '@troupe/feature-spec';
import type { Printer } from '../printing/printed.ts';
import type { Operand, OperandOf, OperandType } from '../types.ts';

/** One step of a program: what it takes, what it gives, and how it reads in JavaScript. */
export interface Operator {
  /** Unique among operators that take and give the same. */
  readonly name: string;
  readonly takes: readonly OperandType[];
  readonly gives: ValueType;
  /** How unusual it is: 1 for what is in every other program, 5 for what is hardly ever there. */
  readonly cost: number;
  /** True when the operands can change places. */
  readonly commutes: boolean;
  /** The places of operands that are a variable or a constant in any program that a person would write. */
  readonly plain: readonly number[];
  /** True when it ends a computation: rounding to cents is not computed with any further. */
  readonly isLast: boolean;
  /** Undefined where it has no value: a division by zero, the first of nothing. */
  readonly apply: (...operands: readonly Operand[]) => Value | undefined;
  readonly print: Printer;
}

type Operands<Types extends readonly OperandType[]> = { readonly [Key in keyof Types]: OperandOf<Types[Key]> };

/** Makes operators of one shape. */
export type Define<Takes extends readonly OperandType[], Gives extends ValueType> = (
  name: string,
  cost: number,
  apply: (...operands: Operands<Takes>) => OperandOf<Gives> | undefined,
  print: Printer,
) => Operator;

/** Operators that take and give these types: `apply` is checked against them. */
export const shape =
  <const Takes extends readonly OperandType[], Gives extends ValueType>(
    takes: Takes,
    gives: Gives,
  ): Define<Takes, Gives> =>
  (name, cost, apply, print) => ({
    name,
    takes,
    gives,
    cost,
    commutes: false,
    plain: [],
    isLast: false,
    // Expressions are built by type, so that the operands are always those that `takes` names.
    apply: apply as unknown as Operator['apply'],
    print,
  });

/** The same, of which the operands can change places. */
export const commuting = (operator: Operator): Operator => ({ ...operator, commutes: true });

/** The same, of which these operands are a variable or a constant. */
export const plainAt = (operator: Operator, ...plain: readonly number[]): Operator => ({ ...operator, plain });

/** The same, with which no number is made any further. */
export const last = (operator: Operator): Operator => ({ ...operator, isLast: true });
