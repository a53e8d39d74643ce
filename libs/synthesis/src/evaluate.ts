import type { Value } from '@troupe/feature-spec';
import type { Expression } from './expression.ts';
import type { Lambda, Operand } from './types.ts';

/** Beyond these a value is no result of a small function, and arithmetic is no longer exact. */
const LARGEST = 1e15;
const LONGEST = 2_000;

/** The value itself, or undefined when it is none that a program may have: infinite, not a number, or far too large. */
export const admitted = (value: Value | undefined): Value | undefined => {
  if (typeof value === 'number') return Math.abs(value) <= LARGEST ? value : undefined;
  if (typeof value === 'object' || typeof value === 'string') return value.length <= LONGEST ? value : undefined;
  return value;
};

/** What the variables stand for, by slot. It is written to while functions of items are called. */
export type Environment = (Value | undefined)[];

/** An expression that can be asked for its value; undefined where it has none. */
export type Compiled = (environment: Environment) => Value | undefined;

const compileCall = ({ operator, operands }: Expression & { kind: 'call' }): Compiled => {
  const parts = operands.map(compileOperand);
  return (environment) => {
    const values: Operand[] = [];
    for (const part of parts) {
      const value = part(environment);
      if (value === undefined) return undefined;
      values.push(value);
    }
    return admitted(operator.apply(...values));
  };
};

const compileLambda = ({ slot, body }: Expression & { kind: 'lambda' }): ((environment: Environment) => Lambda) => {
  const compiled = compile(body);
  return (environment) => (item, index) => {
    environment[slot] = item;
    environment[slot + 1] = index;
    return compiled(environment);
  };
};

const compileOperand = (expression: Expression): ((environment: Environment) => Operand | undefined) =>
  expression.kind === 'lambda' ? compileLambda(expression) : compile(expression);

/**
 * Makes a function of an expression, without making source of it. Total: errors are the value undefined. Both sides of
 * a choice are compiled, one is asked.
 */
export const compile = (expression: Expression): Compiled => {
  switch (expression.kind) {
    case 'variable':
      return (environment) => environment[expression.slot];
    case 'constant':
      return () => expression.value;
    case 'call':
      return compileCall(expression);
    case 'choice': {
      const [condition, then, otherwise] = [expression.condition, expression.then, expression.otherwise].map(compile);
      return (environment) => {
        const verdict = condition?.(environment);
        if (verdict === undefined) return undefined;
        return (verdict === true ? then : otherwise)?.(environment);
      };
    }
    case 'lambda':
      // A function of an item stands only where an operator takes it: it has no value of its own.
      return () => undefined;
  }
};

/** The value of a program for these arguments; undefined where it has none, such as for a division by zero. */
export const evaluate = (expression: Expression, values: readonly Value[]): Value | undefined =>
  compile(expression)([...values]);
