import { sameValue, type Value } from '@troupe/feature-spec';
import { evaluate } from '../evaluate.ts';
import { childrenOf, type Expression } from '../expression.ts';
import type { OperandType } from '../types.ts';
import type { Problem } from './problem.ts';

const typeOf = (expression: Expression): OperandType | undefined => {
  switch (expression.kind) {
    case 'call':
      return expression.operator.gives;
    case 'choice':
      return typeOf(expression.then);
    case 'lambda':
      return undefined;
    default:
      return expression.type;
  }
};

/** The same expression with other parts directly below. */
const withChildren = (expression: Expression, children: readonly Expression[]): Expression => {
  const [one = expression, two = expression, three = expression] = children;
  switch (expression.kind) {
    case 'call':
      return { ...expression, operands: children };
    case 'lambda':
      return { ...expression, body: one };
    case 'choice':
      return { ...expression, condition: one, then: two, otherwise: three };
    default:
      return expression;
  }
};

/** Every expression that is left when one operation of this one is left out, and one of its operands stays. */
const reductionsOf = (expression: Expression): readonly Expression[] => {
  const children = childrenOf(expression);
  const own = children.filter((child) => typeOf(child) === typeOf(expression) && expression.kind !== 'lambda');
  const within = children.flatMap((child, place) =>
    reductionsOf(child).map((reduced) => withChildren(expression, children.with(place, reduced))),
  );
  return [...own, ...within];
};

/**
 * Whether an operation can be left out and the program is still right in every case: then no case shows what it is for.
 */
export const isReducible = (expression: Expression, { cases }: Problem): boolean =>
  reductionsOf(expression).some((reduced) =>
    cases.every(({ environment, expected }) => {
      // Every variable of a problem has a value.
      const value = evaluate(reduced, environment as readonly Value[]);
      return value !== undefined && sameValue(expected, value);
    }),
  );
