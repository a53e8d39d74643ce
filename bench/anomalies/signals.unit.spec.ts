import { beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSeries, readLabelledSeries } from './labelled-series.ts';
import { leaveOneOut, watchAll } from './measure.ts';
import { bestScore, type ScoredSeries } from './nab-rule.ts';

const SIGNALS = join(import.meta.dirname, '../../examples/signals');

describe('the mentions of five companies', () => {
  let scored: readonly ScoredSeries[];
  beforeAll(async () => {
    scored = watchAll(await readLabelledSeries(SIGNALS));
  });

  it('are all there, with every labelled window', () => {
    expect(scored.map(({ name, windows }) => [name, windows])).toEqual([
      ['mentions-AAPL', 4],
      ['mentions-AMZN', 4],
      ['mentions-CRM', 3],
      ['mentions-CVS', 3],
      ['mentions-FB', 2],
    ]);
  });

  it('are watched well enough for more than 70 points with one threshold', () => {
    expect(bestScore(scored).normalised).toBeGreaterThan(70);
  });

  it('are watched well with a threshold that the others were scored best at', () => {
    const scores = leaveOneOut(scored).map(({ score }) => score.normalised);
    expect(scores.reduce((sum, score) => sum + score, 0) / scores.length).toBeGreaterThan(70);
  });
});

describe('a folder of series', () => {
  const folderOf = async (files: Readonly<Record<string, string>>): Promise<string> => {
    const folder = await mkdtemp(join(tmpdir(), 'series-'));
    await Promise.all(Object.entries(files).map(([name, text]) => writeFile(join(folder, name), text)));
    return folder;
  };
  const csv = 'timestamp,value\n2015-02-26 21:42:53,1\n2015-02-26 21:47:53,2\n2015-02-26 21:52:53,3\n';

  it('is read by labels of its file names, of their ends, or of paths to them', async () => {
    const window = [['2015-02-26 21:47:00.000000', '2015-02-26 22:00:00.000000']];
    const windows = JSON.stringify({ a: window, B: window, 'folder/c.csv': window, d: window });
    const folder = await folderOf({ 'a.csv': csv, 'x-B.csv': csv, 'c.csv': csv, 'other.csv': csv, 'w.json': windows });
    expect((await readLabelledSeries(folder)).map(({ name, windows: found }) => [name, found])).toEqual([
      ['a', [{ first: 1, last: 2 }]],
      ['c', [{ first: 1, last: 2 }]],
      ['x-B', [{ first: 1, last: 2 }]],
    ]);
  });

  it('is refused without labels', async () => {
    await expect(readLabelledSeries(await folderOf({ 'a.csv': csv }))).rejects.toMatchObject({
      code: 'REQUEST_REFUSED',
    });
    await expect(readLabelledSeries(await folderOf({ 'a.csv': csv, 'w.json': '{}' }))).rejects.toThrow('No .csv');
  });

  it('is refused with the line that cannot be read', () => {
    expect(() => parseSeries('a.csv', 'timestamp,value\n2015-02-26 21:42:53,1\nyesterday,2\n')).toThrow(
      'a.csv, line 3',
    );
    expect(() => parseSeries('a.csv', 'timestamp,value\n2015-02-26 21:42:53,\n')).toThrow('a.csv, line 2');
  });
});
