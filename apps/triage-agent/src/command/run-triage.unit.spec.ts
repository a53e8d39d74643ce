import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readModelFile } from '../model-file.ts';
import { runTriage } from './run-triage.ts';

const BAD = ['is broken', 'never came', 'was a waste of money'];
const REST = ['is lovely', 'comes in blue?', 'works well, thanks'];
const said = (ends: readonly string[], mood: string): readonly string[] =>
  Array.from({ length: 15 }, (_, thing) => ends.map((end) => `${mood},"Thing ${thing}, it ${end}"`)).flat();

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'triage-'));
  const rows = ['sentiment,text', ...said(BAD, 'negative'), ...said(REST, 'neutral')];
  await writeFile(join(folder, 'tickets.csv'), rows.join('\n'));
});
afterAll(() => rm(folder, { recursive: true }));

const run = async (...args: readonly string[]) => {
  const lines: string[] = [];
  const say = (line: string) => void lines.push(line);
  const code = await runTriage({ args, env: {}, out: say, err: say });
  return { code, lines: lines.join('\n') };
};

describe('npm run triage', () => {
  it('teach writes a model that the agent reads', async () => {
    const model = join(folder, 'model.json');
    const taught = await run('teach', join(folder, 'tickets.csv'), '--model', model);
    expect(taught).toMatchObject({ code: 0, lines: expect.stringContaining(`to use it: TRIAGE_MODEL=${model}`) });
    expect(await readModelFile(model)).toMatchObject({ tickets: 90, negative: 45 });
  });

  it('measure tells how well each judge does', async () => {
    const measured = await run('measure', join(folder, 'tickets.csv'), '--json', '--learn', '60');
    expect(measured.code).toBe(0);
    expect(JSON.parse(measured.lines)).toMatchObject({
      untaught: { tickets: 90 },
      taught: { tickets: 30 },
      crossValidated: { tickets: 90, auc: 1 },
    });
  });

  it('says what is wrong with a file, and what to do', async () => {
    expect(await run('teach', join(folder, 'none.csv'))).toMatchObject({
      code: 1,
      lines: expect.stringMatching(/^CONFIG_INVALID: .*none\.csv cannot be read: .*ENOENT/),
    });
    expect(await run('threshold')).toMatchObject({
      code: 1,
      lines: expect.stringContaining('DATABASE_URL is missing'),
    });
  });

  it('a model that cannot be read is refused by the name of its variable, and none is none', async () => {
    await expect(readModelFile(join(folder, 'none.json'))).rejects.toThrow('TRIAGE_MODEL names');
    await expect(readModelFile(join(folder, 'tickets.csv'))).rejects.toThrow('The taught model cannot be read');
    expect(await readModelFile(undefined)).toBeUndefined();
  });
});
