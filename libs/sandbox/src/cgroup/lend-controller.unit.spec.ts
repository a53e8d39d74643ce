import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { lendController } from './lend-controller.ts';

// A plain folder stands for a cgroup of version 2: what can be read and written there is what a spec puts there.
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cgroup-'));
});
afterEach(() => rm(folder, { recursive: true }));

const offers = (...controllers: readonly string[]): Promise<void> =>
  writeFile(join(folder, 'cgroup.controllers'), `${controllers.join(' ')}\n`);

describe('a controller of version 2', () => {
  it('is lent where it is offered', async () => {
    await offers('cpu', 'memory', 'pids');
    await lendController(folder, 'memory');
    expect(await readFile(join(folder, 'cgroup.subtree_control'), 'utf8')).toBe('+memory');
  });

  it('is missing where it is not offered, as beside trees of version 1', async () => {
    await offers('hugetlb');
    await expect(lendController(folder, 'memory')).rejects.toThrow('no memory controller is offered there, only hugetlb'); // prettier-ignore
    await rm(join(folder, 'cgroup.controllers'));
    await expect(lendController(folder, 'pids')).rejects.toThrow('only none');
  });

  it('cannot be lent where the kernel refuses it, and the error says what is in the way', async () => {
    await offers('memory');
    // What cannot be written to, whoever writes.
    await mkdir(join(folder, 'cgroup.subtree_control'));
    await expect(lendController(folder, 'memory')).rejects.toThrow('memory cannot be lent to cgroups below it while processes are in it'); // prettier-ignore
  });
});
