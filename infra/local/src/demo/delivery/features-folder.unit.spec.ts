import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { chosenFeatures, readFeatures } from './features-folder.ts';

const EXAMPLES = join(import.meta.dirname, '../../../../../examples/features');

describe('the features of the examples', () => {
  const features = readFeatures(EXAMPLES);

  it('are many, each with a name of its own', () => {
    expect(features.length).toBeGreaterThanOrEqual(24);
    expect(new Set(features.map(({ name }) => name)).size).toBe(features.length);
  });

  it('have examples that no agent is shown, unless nobody can build them', () => {
    const without = features.filter(({ heldOut }) => heldOut.length < 7).map(({ name }) => name);
    expect(without).toEqual(['search-page']);
  });
});

describe('a folder of features', () => {
  let folder: string;
  const write = (path: string, text: string): void => writeFileSync(join(folder, path), text);
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'troupe-features-'));
    for (const name of ['shop', 'answers', 'held-out']) mkdirSync(join(folder, name));
    write('shop/tax.feature', '# a comment\nFeature: Sales tax \n');
    write('shop/fee.feature', 'Feature: Fee');
    write('shop/notes.txt', 'no feature');
    write('answers/tax.json', '{ "no-outcome": "12" }');
    write('answers/fee.feature', 'Feature: Fee, again');
    write('held-out/tax.json', '{ "examples": [{ "arguments": [1, ["a"]], "expected": true }] }');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is read with answers and held-out examples', () => {
    expect(readFeatures(folder)).toEqual([
      { name: 'fee', workspace: 'shop', title: 'Fee', feature: 'Feature: Fee', heldOut: [], answer: { kind: 'rewritten', feature: 'Feature: Fee, again' } }, // prettier-ignore
      {
        name: 'tax',
        workspace: 'shop',
        title: 'Sales tax',
        feature: '# a comment\nFeature: Sales tax \n',
        heldOut: [{ arguments: [1, ['a']], expected: true }],
        answer: { kind: 'by-rule', answers: { 'no-outcome': '12' } },
      },
    ]);
  });

  it('is read for those that are meant, and says which are not there', () => {
    const names = (...only: readonly string[]) => chosenFeatures({ features: folder, only }).map(({ name }) => name);
    expect(names()).toEqual(['fee', 'tax']);
    expect(names('tax')).toEqual(['tax']);
    expect(() => names('tax', 'toll', 'fine')).toThrow('There is no feature toll, fine in');
    expect(() => chosenFeatures({ features: join(folder, 'nowhere'), only: [] })).toThrow('There is no folder');
  });

  it('says which file is wrong', () => {
    write('held-out/tax.json', '{ "examples": [] }');
    expect(() => readFeatures(folder)).toThrow(/held-out\/tax\.json cannot be read/);
  });
});
