import { describe, expect, it } from '@jest/globals';
import type { Value, ValueType } from '@troupe/feature-spec';
import { printProgram } from './printing/print-program.ts';
import type { SynthesisRequest } from './synthesis.ts';
import { synthesize } from './synthesize.ts';

type Row = readonly [...arguments: Value[], expected: Value];

const request = (
  parameters: Readonly<Record<string, ValueType>>,
  returns: ValueType,
  rows: readonly Row[],
  hints: readonly string[] = [],
): SynthesisRequest => ({
  signature: {
    functionName: 'wanted',
    parameters: Object.entries(parameters).map(([name, type]) => ({ name, type })),
    returns,
  },
  // A row is its arguments and, at the end, what is expected.
  examples: rows.map((row) => ({ arguments: row.slice(0, -1), expected: row.at(-1)! })),
  hints,
});

const sourceOf = async (of: SynthesisRequest): Promise<string> => {
  const result = await synthesize(of);
  return result.found ? printProgram(result.program).replace(/^\/\*\*.*\*\/\n/s, '') : result.reason;
};

const tax = request({ price: 'number', rate: 'number' }, 'number', [
  [100, 0.2, 20],
  [50, 0.1, 5],
  [30, 0.5, 15],
]);

describe('synthesize', () => {
  it('finds the simplest program that fits', async () => {
    expect(await sourceOf(tax)).toBe('export const wanted = (price, rate) => price * rate;\n');
  });

  it('draws a line where the examples show a change', async () => {
    const rule = request({ total: 'number' }, 'number', [
      [50, 50],
      [99, 99],
      [100, 90],
      [200, 180],
    ]);
    expect(await sourceOf(rule)).toContain('total >= 100');
  });

  it('gives the same program for the same request', async () => {
    const rule = request({ text: 'string' }, 'string', [
      ['ab cd', 'AB CD'],
      ['x', 'X'],
    ]);
    expect(await sourceOf(rule)).toBe(await sourceOf(rule));
  });

  it('says what it searched when the examples have no rule', async () => {
    const noise = request({ n: 'number' }, 'number', [
      [1, 17.3],
      [2, -4],
      [3, 911],
      [4, 0.07],
      [5, 6.25],
    ]);
    const result = await synthesize({ ...noise, budget: { expressions: 20_000 } });
    expect(result).toMatchObject({ found: false, reason: expect.stringContaining('wanted') });
    expect(result.found || result.tried.length).toBeGreaterThan(1);
    expect(result.explored).toBeGreaterThanOrEqual(20_000);
  });

  it('stops when it is told to', async () => {
    const noise = request({ n: 'number' }, 'number', [
      [1, 17.3],
      [2, -4],
      [3, 911],
      [4, 0.07],
      [5, 6.25],
    ]);
    const stop = new AbortController();
    const searching = synthesize({ ...noise, signal: stop.signal });
    setImmediate(() => stop.abort());
    expect(await searching).toMatchObject({ found: false, reason: expect.stringContaining('stopped') });
  });
});
