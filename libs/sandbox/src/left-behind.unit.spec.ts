import { chown, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ownName, sweepLeftBehind } from './left-behind.ts';

/** More than any pid that Linux gives. */
const NOBODY = 4_194_305;
/** Only root gives folders away. */
const asRoot = process.getuid?.() === 0 ? it : it.skip;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'left-'));
});
afterEach(() => rm(folder, { recursive: true }));

const make = (...names: readonly string[]) => Promise.all(names.map((name) => mkdir(join(folder, name))));
const sweep = () => sweepLeftBehind(folder, (path) => rm(path, { recursive: true }));

describe('the name of what a run makes', () => {
  it('tells the process, says what it is, and cannot be foreseen', () => {
    expect(ownName('code')).toMatch(new RegExp(`^troupe-sandbox-${process.pid}-[0-9a-f]{16}-code-\\d+$`));
    expect(ownName('code')).not.toBe(ownName('code'));
  });
});

describe('what is left behind', () => {
  it('goes when its process is gone, also where this one has got the same pid', async () => {
    await make(`troupe-sandbox-${NOBODY}-0-ground-1`, `troupe-sandbox-${process.pid}-ground-1`);
    await make(`troupe-sandbox-${process.pid}-0123456789abcdef-ground-1`);
    await sweep();
    expect(await readdir(folder)).toEqual([]);
  });

  it('is nothing that lives, and nothing of others', async () => {
    const kept = [ownName('ground'), `troupe-sandbox-${process.ppid}-0-ground-1`, 'troupe-sandbox-notes', 'else'];
    await make(...kept);
    await sweep();
    expect((await readdir(folder)).toSorted()).toEqual(kept.toSorted());
  });

  asRoot('is left alone where another user has called something like that', async () => {
    const name = `troupe-sandbox-${NOBODY}-0-ground-1`;
    await make(name);
    await chown(join(folder, name), 60_870, 60_870);
    await sweep();
    expect(await readdir(folder)).toEqual([name]);
  });
});
