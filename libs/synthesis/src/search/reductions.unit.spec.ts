import { describe, expect, it } from '@jest/globals';
import type { Value } from '@troupe/feature-spec';
import type { Expression } from '../expression.ts';
import { readHints } from '../hints/hints.ts';
import { operatorsFor } from '../operators/catalogue.ts';
import type { Problem } from './problem.ts';
import { isReducible } from './reductions.ts';

const problemOf = (...rows: readonly (readonly [argument: Value, expected: Value])[]): Problem => ({
  slots: ['list<number>'],
  returns: 'list<number>',
  cases: rows.map(([argument, expected]) => ({ environment: [argument], expected })),
  hints: readHints([]),
  isDescribed: false,
  named: [],
  demands: [],
  depth: 0,
});

const list: Expression = { kind: 'variable', slot: 0, type: 'list<number>' };

const of = (name: string, operand: Expression): Expression => ({
  kind: 'call',
  operator: operatorsFor(new Set(['list<number>'])).find((operator) => operator.name === name)!,
  operands: [operand],
});

describe('a program is reducible', () => {
  const sortedReverse = of('ascending', of('reverse', list));

  it('when an operation has no effect in any case, at the end or within', () => {
    expect(
      isReducible(
        sortedReverse,
        problemOf(
          [
            [2, 1],
            [1, 2],
          ],
          [[3], [3]],
        ),
      ),
    ).toBe(true);
    expect(
      isReducible(
        of('reverse', of('ascending', list)),
        problemOf([
          [1, 2],
          [2, 1],
        ]),
      ),
    ).toBe(true);
  });

  it('unless a case shows each operation', () => {
    expect(
      isReducible(
        of('reverse', of('ascending', list)),
        problemOf([
          [3, 1, 2],
          [3, 2, 1],
        ]),
      ),
    ).toBe(false);
    expect(isReducible(list, problemOf([[1], [1]]))).toBe(false);
  });
});
