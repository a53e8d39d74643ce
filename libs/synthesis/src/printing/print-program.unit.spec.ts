import { describe, expect, it } from '@jest/globals';
import type { Value, ValueType } from '@troupe/feature-spec';
import type { Expression } from '../expression.ts';
import { operatorsFor } from '../operators/catalogue.ts';
import { printProgram } from './print-program.ts';
import { runInNode } from './run-in-node.fixture.ts';

const call = (name: string, types: readonly ValueType[], ...operands: readonly Expression[]): Expression => ({
  kind: 'call',
  operator: operatorsFor(new Set(types)).find((operator) => operator.name === name)!,
  operands,
});

const variable = (slot: number, type: ValueType): Expression => ({ kind: 'variable', slot, type });

interface Written {
  readonly functionName: string;
  readonly parameters: Readonly<Record<string, ValueType>>;
  readonly returns: ValueType;
  readonly body: Expression;
}

const sourceOf = ({ functionName, parameters, returns, body }: Written): string =>
  printProgram({
    signature: {
      functionName,
      parameters: Object.entries(parameters).map(([name, type]) => ({ name, type })),
      returns,
    },
    body,
  });

const resultOf = (written: Written, values: readonly Value[]): unknown => {
  const source = `${sourceOf(written)}export const wanted = ${written.functionName};\n`;
  return runInNode([{ source, calls: [values] }])[0]?.[0];
};

const gcd = call('gcd', ['number'], variable(0, 'number'), variable(1, 'number'));

describe('a helper', () => {
  it.each([
    ['gcd', { one: 'number', other: 'number' }],
    ['divisor', { gcd: 'number', gcdOf: 'number' }],
  ] as const)('of the function %s has a name that nothing else has, also where it calls itself', (name, parameters) => {
    const written = { functionName: name, parameters, returns: 'number', body: gcd } as const;
    expect(resultOf(written, [12, 18])).toEqual({ value: 6 });
  });

  it('of another name leaves texts alone that look like a call of it', () => {
    const label: Expression = { kind: 'constant', value: 'gcd(', type: 'string' };
    const text = call('concat', ['string'], label, call('toText', ['number', 'string'], gcd));
    const parameters = { gcd: 'number', other: 'number' } as const;
    expect(resultOf({ functionName: 'told', parameters, returns: 'string', body: text }, [4, 6])).toEqual({
      value: 'gcd(2',
    });
  });
});

describe('a parameter', () => {
  const body = call('count', ['list<number>', 'number'], variable(0, 'list<number>'), variable(1, 'number'));

  it('is called otherwise where a function within would hide it', () => {
    const written = { functionName: 'times', returns: 'number', body } as const;
    const parameters = { items: 'list<number>', each: 'number' } as const;
    expect(resultOf({ ...written, parameters }, [[1, 2, 1], 1])).toEqual({ value: 2 });
    expect(sourceOf({ ...written, parameters: { items: 'list<number>', wanted: 'number' } })).toContain(
      '(items, wanted) =>',
    );
  });
});
