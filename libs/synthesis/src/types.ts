import type { ScalarType, Value, ValueType } from '@troupe/feature-spec';

/** A function of one item of a list, such as the condition of a filter. */
export type LambdaType = `${ScalarType}=>${ScalarType}`;

/** What an operator can take: a value, or a function of an item. */
export type OperandType = ValueType | LambdaType;

/** A function of an item and of its place from 0; undefined where it has no value. */
export type Lambda = (item: Value, index: number) => Value | undefined;

/** What an operator is applied to. */
export type Operand = Value | Lambda;

interface ScalarOf {
  readonly number: number;
  readonly string: string;
  readonly boolean: boolean;
}

/** What TypeScript calls the operands of this type. */
export type OperandOf<Type extends OperandType> = Type extends ScalarType
  ? ScalarOf[Type]
  : Type extends `list<${infer Item extends ScalarType}>`
    ? readonly ScalarOf[Item][]
    : Type extends `${infer Item extends ScalarType}=>${infer Result extends ScalarType}`
      ? (item: ScalarOf[Item], index: number) => ScalarOf[Result] | undefined
      : never;

/** The type of functions from such items to such results. */
export const lambdaType = (item: ScalarType, result: ScalarType): LambdaType => `${item}=>${result}`;

/** What a function takes and gives; undefined when the type is that of a value. */
export const lambdaParts = (
  type: OperandType,
): { readonly item: ScalarType; readonly result: ScalarType } | undefined => {
  const [item, result] = type.split('=>');
  // A type with an arrow is a LambdaType, which has a scalar on each side.
  return result === undefined ? undefined : { item: item as ScalarType, result: result as ScalarType };
};
