import type { ScalarType, Value, ValueType } from '@troupe/feature-spec';
import type { Operator } from './operators/operator.ts';

/**
 * A program, as a tree. A variable is a slot of the environment: parameters come first, then, for every function of an
 * item around it, the item and its place.
 */
export type Expression =
  | { readonly kind: 'variable'; readonly slot: number; readonly type: ValueType }
  | { readonly kind: 'constant'; readonly value: Value; readonly type: ValueType }
  | { readonly kind: 'call'; readonly operator: Operator; readonly operands: readonly Expression[] }
  | { readonly kind: 'lambda'; readonly slot: number; readonly item: ScalarType; readonly body: Expression }
  | {
      readonly kind: 'choice';
      readonly condition: Expression;
      readonly then: Expression;
      readonly otherwise: Expression;
    };

/** The expressions directly below. */
export const childrenOf = (expression: Expression): readonly Expression[] => {
  switch (expression.kind) {
    case 'call':
      return expression.operands;
    case 'lambda':
      return [expression.body];
    case 'choice':
      return [expression.condition, expression.then, expression.otherwise];
    default:
      return [];
  }
};

/** The expression and everything below it, the outermost first. */
export const everyPart = (expression: Expression): readonly Expression[] => [
  expression,
  ...childrenOf(expression).flatMap(everyPart),
];

/** The slots that it reads. */
export const slotsOf = (expression: Expression): ReadonlySet<number> =>
  new Set(everyPart(expression).flatMap((part) => (part.kind === 'variable' ? [part.slot] : [])));

/** The same expression, with every part replaced by what `change` makes of it, the innermost first. */
export const rewrite = (expression: Expression, change: (part: Expression) => Expression): Expression => {
  const below = (part: Expression): Expression => rewrite(part, change);
  switch (expression.kind) {
    case 'call':
      return change({ ...expression, operands: expression.operands.map(below) });
    case 'lambda':
      return change({ ...expression, body: below(expression.body) });
    case 'choice':
      return change({
        kind: 'choice',
        condition: below(expression.condition),
        then: below(expression.then),
        otherwise: below(expression.otherwise),
      });
    default:
      return change(expression);
  }
};
