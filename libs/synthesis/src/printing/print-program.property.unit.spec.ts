import { describe, expect, it } from '@jest/globals';
import { sameValue, type Value, type ValueType } from '@troupe/feature-spec';
import fc from 'fast-check';
import { evaluate } from '../evaluate.ts';
import type { Expression } from '../expression.ts';
import { simplify } from '../simplify.ts';
import { applied, expression, OPERATORS, PARAMETERS, valueOf } from './any-expression.fixture.ts';
import { printProgram } from './print-program.ts';
import { runInNode } from './run-in-node.fixture.ts';

const SEED = 20_261_127;
const NAMES = ['count', 'text', 'isOn', 'numbers', 'words', 'flags'];

const typeOf = (body: Expression): ValueType => {
  if (body.kind === 'call') return body.operator.gives;
  if (body.kind === 'choice') return typeOf(body.then);
  return body.kind === 'lambda' ? 'boolean' : body.type;
};

const sourceOf = (body: Expression): string =>
  printProgram({
    signature: {
      functionName: 'wanted',
      parameters: PARAMETERS.map((type, index) => ({ name: NAMES[index]!, type })),
      returns: typeOf(body),
    },
    body,
  });

const inputs = fc.sample(fc.tuple(...PARAMETERS.map(valueOf)), { seed: SEED, numRuns: 12 });

interface Difference {
  readonly source: string;
  readonly values: readonly Value[];
  readonly evaluated: Value;
  readonly ran: unknown;
}

/** Calls whose value, where the evaluator gives one, is another one in Node. */
const differences = (bodies: readonly Expression[]): readonly Difference[] => {
  const known = bodies.map((body) => {
    const calls = inputs.filter((values) => evaluate(body, values) !== undefined);
    return { body, source: sourceOf(body), calls };
  });
  const ran = runInNode(known);
  return known.flatMap(({ body, source, calls }, place) =>
    calls.flatMap((values, index) => {
      const evaluated = evaluate(body, values)!;
      const { value, error } = ran[place]![index]!;
      return sameValue(evaluated, value) ? [] : [{ source, values, evaluated, ran: error ?? value }];
    }),
  );
};

describe('a printed program, run by Node', () => {
  it('gives what the evaluator gives, for every operator', () => {
    const bodies = OPERATORS.flatMap((operator) =>
      fc.sample(applied(operator, PARAMETERS, 0), { seed: SEED, numRuns: 3 }),
    );
    expect(differences(bodies)).toEqual([]);
  }, 60_000);

  it('gives what the evaluator gives, for operators within operators', () => {
    const bodies = PARAMETERS.flatMap((type) =>
      fc.sample(expression(type, PARAMETERS, 3), { seed: SEED, numRuns: 60 }),
    );
    expect(differences(bodies)).toEqual([]);
  }, 60_000);

  it('gives the same when it was simplified', () => {
    const bodies = fc.sample(expression('boolean', PARAMETERS, 2), { seed: SEED, numRuns: 100 });
    for (const body of bodies)
      for (const values of inputs) {
        const before = evaluate(body, values);
        if (before !== undefined) expect(evaluate(simplify(body), values)).toEqual(before);
      }
  });
});
