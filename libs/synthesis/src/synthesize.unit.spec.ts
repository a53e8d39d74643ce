import { describe, expect, it, jest } from '@jest/globals';
import type { Value, ValueType } from '@troupe/feature-spec';
import { printProgram } from './printing/print-program.ts';
import type { SynthesisRequest } from './synthesis.ts';
import { synthesize } from './synthesize.ts';

/** The same on every machine: nothing is given up by the clock. */
const BUDGET = { expressions: 60_000, ms: 600_000 };
const SMALL = { ...BUDGET, expressions: 20_000 };

jest.setTimeout(300_000);

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
  budget: BUDGET,
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
      [20, 20],
      [50, 50],
      [75, 75],
      [99, 99],
      [100, 90],
      [150, 135],
      [200, 180],
      [300, 270],
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

  it('refuses what fits few examples of a yes or no, thrown by a coin', async () => {
    const words = ['river', 'stone', 'apple', 'noon', 'sky', 'level', 'tree', 'bread'];
    const found: string[] = [];
    for (const throws of [0b0000_0111, 0b0101_1001, 0b1010_0110, 0b1100_0101, 0b0110_1010]) {
      const rows = words.map((word, index): Row => [word, ((throws >> index) & 1) === 1]);
      const result = await synthesize({ ...request({ word: 'string' }, 'boolean', rows), budget: SMALL });
      if (result.found) found.push(printProgram(result.program));
    }
    expect(found).toEqual([]);
  });

  it('refuses what has a rival as simple, and names a call that would tell them apart', async () => {
    const tip = request({ bill: 'number', percent: 'number' }, 'number', [
      [100, 10, 10],
      [45, 10, 5],
      [33, 20, 7],
      [80, 15, 12],
      [99, 10, 10],
    ]);
    const result = await synthesize(tip);
    expect(result).toMatchObject({
      found: false,
      reason: expect.stringMatching(/an example of wanted\(\d+, \d+\) would tell: .* give \d+ and \d+$/),
      tried: [expect.stringMatching(/^refused: .*Math\.(round|ceil)/), expect.stringMatching(/^refused: .*Math\./)],
    });
  });

  it('takes it once an example tells', async () => {
    const tip = request({ bill: 'number', percent: 'number' }, 'number', [
      [100, 10, 10],
      [45, 10, 5],
      [33, 20, 7],
      [80, 15, 12],
      [99, 10, 10],
      [51, 10, 6],
    ]);
    expect(await sourceOf(tip)).toContain('Math.ceil(bill * percent / 100)');
  });

  it('says whether the budget ended it', async () => {
    expect(await synthesize(tax)).toMatchObject({ found: true, isCut: false });
    expect(await synthesize({ ...tax, budget: { ...BUDGET, expressions: 10 } })).toMatchObject({ isCut: true });
  });

  it('says what it searched when the examples have no rule', async () => {
    const noise = request({ n: 'number' }, 'number', [
      [1, 17.3],
      [2, -4],
      [3, 911],
      [4, 0.07],
      [5, 6.25],
    ]);
    const result = await synthesize({ ...noise, budget: SMALL });
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
