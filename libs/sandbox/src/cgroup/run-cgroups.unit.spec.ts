import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DEFAULT_LIMITS } from '../limits.ts';
import { readCount } from './control-files.ts';
import { createRunCgroups } from './run-cgroups.ts';

// A plain folder stands for the tree: it shows what is written where. That limits hold is shown by the probe.
let tree: string;
beforeEach(async () => {
  tree = await mkdtemp(join(tmpdir(), 'cgroups-'));
});
afterEach(() => rm(tree, { recursive: true }));

const read = async (file: string): Promise<string> =>
  readFile(join(tree, (await readdir(tree))[0] ?? '', file), 'utf8');
const limits = { ...DEFAULT_LIMITS, memoryBytes: 1_000_000, processes: 9 };

describe('the cgroups of a run', () => {
  it('are one in version 2, without swap, and dying as a whole', async () => {
    const parents = (['memory', 'pids'] as const).map((controller) => ({
      controller,
      version: 2 as const,
      folder: tree,
    }));
    const { joinBy } = await createRunCgroups({ parents, missing: [] }, limits);
    expect(joinBy).toHaveLength(1);
    const files = ['memory.max', 'memory.swap.max', 'memory.oom.group', 'pids.max'];
    expect(await Promise.all(files.map(read))).toEqual(['1000000', '0', '1', '9']);
  });

  it('are one in each tree in version 1', async () => {
    const parents = [{ controller: 'memory' as const, version: 1 as const, folder: tree }];
    await createRunCgroups({ parents, missing: [] }, limits);
    expect(await read('memory.limit_in_bytes')).toBe('1000000');
    expect(await read('memory.memsw.limit_in_bytes')).toBe('1000000');
  });

  it('count what hit a limit', async () => {
    const parents = [{ controller: 'memory' as const, version: 2 as const, folder: tree }];
    const cgroups = await createRunCgroups({ parents, missing: [] }, limits);
    const [name = ''] = await readdir(tree);
    await writeFile(join(tree, name, 'memory.events'), 'low 0\nmax 7\noom 3\noom_kill 2\n');
    expect(await cgroups.hits('memory')).toBe(2);
    expect(await cgroups.hits('pids')).toBe(0);
    expect(readCount('under_oom 0\n', 'oom_kill')).toBe(0);
  });
});
