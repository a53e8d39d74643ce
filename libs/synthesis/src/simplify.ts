import { rewrite, type Expression } from './expression.ts';
import { both, either, negate } from './operators/negate.ts';

const truth = (expression: Expression): boolean | undefined =>
  expression.kind === 'constant' && typeof expression.value === 'boolean' ? expression.value : undefined;

/** A choice between a plain yes or no and something else is a condition itself. */
const simpler = (part: Expression): Expression => {
  if (part.kind !== 'choice') return part;
  const { condition, then, otherwise } = part;
  const [yes, no] = [truth(then), truth(otherwise)];
  if (yes === true) return no === false ? condition : either(condition, otherwise);
  if (yes === false) return no === true ? negate(condition) : both(negate(condition), otherwise);
  if (no === false) return both(condition, then);
  if (no === true) return either(negate(condition), then);
  return part;
};

/** The same program, said more briefly. */
export const simplify = (expression: Expression): Expression => rewrite(expression, simpler);
