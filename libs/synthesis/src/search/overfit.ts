import type { DecisionList } from './decision-list.ts';
import { sizeOf, type Mask } from './masks.ts';
import type { Problem } from './problem.ts';
import { everyPart, type Expression } from '../expression.ts';

const isThreshold = (condition: Expression): boolean =>
  condition.kind === 'call' && ['<', '<=', '>', '>='].includes(condition.operator.name);

/** Conditions that are met by one value only say nothing about others. */
const singlesOut = (condition: Expression): boolean =>
  everyPart(condition).some(
    (part) => part.kind === 'call' && part.operator.name === '===' && part.operator.takes[0] !== 'boolean',
  );

/**
 * Whether decisions only repeat the examples: as many branches as examples, or constants for most of them, each singled
 * out by its own value. Constants behind thresholds are steps of a scale, which is what many rules are.
 */
export const isLookup = ({ branches, otherwise, rest }: DecisionList, { cases, returns }: Problem): boolean => {
  if (branches.length === 0 || returns === 'boolean') return false;
  if (branches.length + 1 >= cases.length) {
    const isScale = branches.every(({ predicate }) => isThreshold(predicate.expression()));
    if (!isScale || cases.length < 3) return true;
  }
  const leaves: readonly (readonly [boolean, Mask])[] = [
    ...branches.map(
      ({ predicate, term, decides }) => [term.isConstant && singlesOut(predicate.expression()), decides] as const,
    ),
    [otherwise.isConstant && sizeOf(rest) === 1, rest],
  ];
  const repeated = leaves.filter(([isRepeated, decides]) => isRepeated && sizeOf(decides) === 1).length;
  return repeated > cases.length / 2;
};
