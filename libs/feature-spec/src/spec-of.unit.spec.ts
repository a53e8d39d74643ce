import { describe, expect, it } from '@jest/globals';
import { TroupeError, type SpecValidatedData } from '@troupe/contracts';
import fc from 'fast-check';
import { callText, specData } from './feature-spec.ts';
import { renderValue } from './json-value.ts';
import { isIdentifier, isModuleName, LONGEST_NAME } from './names.ts';
import { specOf } from './spec-of.ts';
import { anyType, taxSpec, valueOf } from './spec.fixture.ts';

const refusalOf = (changes: Partial<SpecValidatedData>): string => {
  try {
    specOf(taxSpec(changes));
  } catch (error) {
    if (TroupeError.is(error) && error.code === 'SPEC_INVALID') return error.message;
    throw error;
  }
  return 'not refused';
};

const example = { name: 'x', arguments: ['1', '2'], expected: '3', heldOut: false };

describe('specOf', () => {
  it('reads the values of every example by the signature', () => {
    const { signature, examples, moduleName } = specOf(taxSpec());
    expect(signature).toEqual({
      functionName: 'salesTax',
      parameters: [
        { name: 'price', type: 'number' },
        { name: 'rate', type: 'number' },
      ],
      returns: 'number',
    });
    expect(examples[0]).toEqual({ name: 'a plain price', arguments: [100, 0.2], expected: 20, heldOut: false });
    expect(moduleName).toBe('sales-tax');
  });

  it('is undone by specData', () => {
    const values = anyType.chain((type) => fc.tuple(fc.constant(type), fc.array(valueOf(type), { minLength: 1 })));
    fc.assert(
      fc.property(
        values,
        anyType.chain((type) => fc.tuple(fc.constant(type), valueOf(type))),
        ([type, args], [returns, expected]) => {
          const examples = args.map((arg, index) => ({
            ...example,
            name: `${index}`,
            arguments: [renderValue(arg)],
            expected: renderValue(expected),
          }));
          const data = taxSpec({ parameters: [{ name: 'input', type }], returns, examples });
          expect(specData(specOf(data))).toEqual(data);
        },
      ),
    );
  });

  it.each<[string, Partial<SpecValidatedData>, RegExp]>([
    ['a module that is a path', { moduleName: '../etc' }, /'\.\.\/etc' is no name of a module/],
    ['a function that is code', { functionName: 'x;process.exit()' }, /is no name of a function or parameter/],
    ['a word of the language', { parameters: [{ name: 'class', type: 'number' }] }, /'class' is no name/],
    ['a parameter that is called like the function', { functionName: 'rate' }, /two things are called 'rate'/],
    ['a type that there is not', { returns: 'money' }, /'money' is no type of a value/],
    [
      'too few arguments',
      { examples: [{ ...example, arguments: ['1'] }] },
      /'x' gives 1 arguments: the function takes 2/,
    ],
    ['an argument of another type', { examples: [{ ...example, arguments: ['1', '"2"'] }] }, /"2" is no number/],
    ['a result of another type', { examples: [{ ...example, expected: 'true' }] }, /true is no number/],
    ['two examples of one name', { examples: [example, example] }, /two examples are called 'x'/],
    ['nothing to see', { examples: [{ ...example, heldOut: true }] }, /no example is shown/],
    ['no example', { examples: [] }, /no example is shown/],
  ])('refuses %s', (_what, changes, problem) => {
    expect(refusalOf(changes)).toMatch(problem);
  });
});

describe('names', () => {
  it('are those that code and files can have', () => {
    expect(['a', 'netPrice2'].every(isIdentifier)).toBe(true);
    expect(['', 'Price', 'net_price', '2nd', 'a-b', 'await', 'a'.repeat(LONGEST_NAME + 1)].some(isIdentifier)).toBe(
      false,
    );
    expect(['a', 'net-price-2'].every(isModuleName)).toBe(true);
    expect(['', 'a.b', 'A', 'a--b', 'a-', '../a', '2a', 'a'.repeat(LONGEST_NAME + 1)].some(isModuleName)).toBe(false);
  });
});

describe('callText', () => {
  it('shows an example as the call that it is', () => {
    const { signature } = specOf(taxSpec());
    expect(callText(signature, { arguments: [100, 0.2] })).toBe('salesTax(100, 0.2)');
    expect(callText({ functionName: 'join' }, { arguments: [['a', 'b'], ', '] })).toBe('join(["a","b"], ", ")');
  });
});
