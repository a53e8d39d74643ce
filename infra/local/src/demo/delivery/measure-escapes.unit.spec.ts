import { describe, expect, it } from '@jest/globals';
import type { CallOutcome } from '@troupe/sandbox';
import { measureEscapes, type MeasureOptions } from './measure-escapes.ts';
import { exampleFeature, spec, storyOf } from './story.fixture.ts';

const MODULE = 'src/sales-tax.js';
const commit = 'c'.repeat(40);
const returned = (json: string | null, left = '[100]'): CallOutcome => ({ kind: 'returned', json, left });
const RIGHT = returned('1.2', '[1]');

/** What is on main of a workspace, and what comes of calling it. */
const machine = (outcomes: readonly CallOutcome[], source: string | undefined = 'code') => {
  const asked: unknown[] = [];
  const options: MeasureOptions = {
    workspaces: {
      open: (name) =>
        Promise.resolve({
          show: (wanted) => {
            asked.push([name, wanted]);
            return Promise.resolve(source);
          },
        }),
    },
    run: (code) => {
      asked.push(code);
      return Promise.resolve({ outcomes });
    },
  };
  return { options, asked };
};

const heldOut = [
  { arguments: [100], expected: 120 },
  { arguments: [1], expected: 1.2 },
];

const delivered = (changes: object = {}) =>
  storyOf(
    exampleFeature('tax', { heldOut }),
    ['spec.validated', 10, spec],
    ['feature.delivered', 20, { workspace: 'shop', commit, reviewed: commit, attempt: 1, ...changes }],
  );

describe('what escaped', () => {
  it('is looked for in what is on main, with the examples that nobody was shown', async () => {
    const { options, asked } = machine([returned('120'), RIGHT]);
    const story = delivered();
    expect(await measureEscapes([story], options)).toEqual([{ story, examples: 2, wrong: [] }]);
    expect(asked).toEqual([
      ['shop', { commit, path: MODULE }],
      { files: { [MODULE]: 'code' }, module: MODULE, functionName: 'salesTax', calls: [[100], [1]] },
    ]);
  });

  it.each([
    [returned('119'), 'it returned 119'],
    [returned('"120"'), 'it returned what the signature does not promise'],
    [returned(null), 'it returned nothing, which is no number'],
    [returned('120', '[0]'), 'it changed its arguments'],
    [{ kind: 'threw', message: 'no rate' }, 'it threw no rate'],
    [{ kind: 'failed', cause: 'ran out of memory' }, 'it ran out of memory'],
  ] as const)('is told call by call: %j', async (outcome, words) => {
    const { options } = machine([outcome, RIGHT]);
    expect(await measureEscapes([delivered()], options)).toMatchObject([
      { wrong: [expect.stringContaining(`salesTax(100) is to be 120: ${words}`)] },
    ]);
  });

  it('is a call that was not made, too', async () => {
    const { options } = machine([returned('120')]);
    expect(await measureEscapes([delivered()], options)).toMatchObject([
      { wrong: ['salesTax(1) is to be 1.2: it was not called'] },
    ]);
  });

  it('is not looked for in what was not delivered, or has no such examples', async () => {
    const { options, asked } = machine([]);
    const stories = [
      storyOf(exampleFeature('open', { heldOut }), ['spec.validated', 10, spec]),
      storyOf(exampleFeature('bare'), ['spec.validated', 10, spec], ['feature.delivered', 20]),
    ];
    expect(await measureEscapes(stories, options)).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('names a delivery that has no code, or says of no commit', async () => {
    const { workspaces, run } = machine([]).options;
    const empty = { open: () => workspaces.open('shop').then(() => ({ show: () => Promise.resolve(undefined) })) };
    await expect(measureEscapes([delivered()], { workspaces: empty, run })).rejects.toThrow(
      `${MODULE} is not in ${commit} of shop`,
    );
    await expect(measureEscapes([delivered({ commit: 7 })], { workspaces, run })).rejects.toThrow(
      'tax is delivered without a spec or a commit',
    );
  });
});
