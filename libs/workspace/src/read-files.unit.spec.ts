import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createWorkspaces } from './create-workspaces.ts';
import { filesOn, openTestWorkspaces, type TestWorkspaces } from './workspace.fixture.ts';
import type { Workspace } from './workspaces.ts';

// Real git makes a dozen processes for each commit, on a machine that may be busy.
jest.setTimeout(60_000);

let workspaces: TestWorkspaces;
let workspace: Workspace;
let place: string;
beforeAll(async () => {
  workspaces = openTestWorkspaces();
  workspace = await workspaces.open('shop');
});
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'troupe-files-'));
});
afterEach(() => rmSync(place, { recursive: true }));
afterAll(() => workspaces.drop());

/** A commit that no agent would make: a tree as git's own plumbing takes it. */
const commitTree = (...lines: readonly string[]): string => {
  const repository = join(workspaces.folder, 'shop.git');
  const tree = execFileSync('git', ['--git-dir', repository, 'mktree', '--missing'], {
    input: `${lines.join('\n')}\n`,
  });
  const identity = ['-c', 'user.name=x', '-c', 'user.email=x@x'];
  return workspaces.git('shop', ...identity, 'commit-tree', tree.toString().trim(), '-m', 'odd');
};
const blobOf = async (): Promise<string> => workspaces.git('shop', 'rev-parse', `${await workspace.main()}:README.md`);

describe('the files of a commit', () => {
  it('are read as they are, by their paths', async () => {
    const files = [
      { path: 'src/tax.js', content: 'a\r\nb\u0000ä' },
      { path: 'src/deep/er/empty.js', content: '' },
    ];
    const commit = await workspace.commitFiles(filesOn(await workspace.main(), { files, branch: 'feature/bytes' }));
    const read = await workspace.files({ commit });
    expect(Object.keys(read)).toEqual(['README.md', 'package.json', 'src/deep/er/empty.js', 'src/tax.js']);
    for (const { path, content } of files) expect(read[path]).toBe(content);
  });

  it('are those that git holds, whatever they are called', async () => {
    const commit = commitTree(`100644 blob ${await blobOf()}\t__proto__`, `100755 blob ${await blobOf()}\ta b`);
    const read = await workspace.files({ commit });
    expect(Object.keys(read)).toEqual(['__proto__', 'a b']);
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
  });

  it('are read without any hook of the repository, and any of its filters', async () => {
    const repository = join(workspaces.folder, 'shop.git');
    const trap = join(place, 'sprung');
    mkdirSync(join(repository, 'hooks'), { recursive: true });
    for (const hook of ['post-checkout', 'reference-transaction', 'post-index-change', 'update'])
      writeFileSync(join(repository, 'hooks', hook), `#!/bin/sh\ntouch ${trap}\n`, { mode: 0o755 });
    workspaces.git('shop', 'config', 'filter.trap.smudge', `touch ${trap}`);
    mkdirSync(join(repository, 'info'), { recursive: true });
    writeFileSync(join(repository, 'info/attributes'), '* filter=trap\n');
    const commit = await workspace.commitFiles(filesOn(await workspace.main(), { branch: 'feature/hooks' }));
    await workspace.files({ commit });
    expect(existsSync(trap)).toBe(false);
  });

  const refusal = { code: 'WORKSPACE_REFUSED' };

  it('are refused with a link among them, which could lead anywhere', async () => {
    const commit = commitTree(`120000 blob ${await blobOf()}\tlink`, `100644 blob ${await blobOf()}\ta`);
    await expect(workspace.files({ commit })).rejects.toMatchObject(refusal);
  });

  it('are refused with another repository within', async () => {
    const commit = commitTree(`160000 commit ${'1'.repeat(40)}\tmodule`);
    await expect(workspace.files({ commit })).rejects.toMatchObject(refusal);
  });

  it.each(['.git', '.GIT', '..', 'a\\b', '.git\u200c'])('are refused with one called %j', async (name) => {
    const commit = commitTree(`100644 blob ${await blobOf()}\t${name}`);
    await expect(workspace.files({ commit })).rejects.toMatchObject(refusal);
  });

  it.each([{ mostFiles: 1 }, { mostBytes: 10 }])('are refused when there is more than %j', async (most) => {
    await expect(workspace.files({ commit: await workspace.main(), ...most })).rejects.toMatchObject(refusal);
  });

  it.each(['--output=x', 'HEAD', 'main', '1'.repeat(40)])('are refused for %j, which is no commit', (commit) =>
    expect(workspace.files({ commit })).rejects.toMatchObject(refusal),
  );
});

describe('git', () => {
  it('is named with how to install it when it is missing', async () => {
    const without = createWorkspaces({ folder: place, binary: 'no-such-git' });
    await expect(without.open('shop')).rejects.toMatchObject({
      code: 'GIT_MISSING',
      message: expect.stringContaining('apt-get install git'),
    });
    expect(readdirSync(place)).toEqual([]);
    await expect(without.version()).rejects.toMatchObject({ code: 'GIT_MISSING' });
    expect(await workspaces.version()).toMatch(/^git version 2\./);
  });

  it('is ended when it takes too long', async () => {
    const slow = join(place, 'slow-git');
    writeFileSync(slow, '#!/bin/sh\nexec sleep 60\n', { mode: 0o755 });
    const hanging = createWorkspaces({ folder: place, binary: slow, timeoutMs: 50 });
    await expect(hanging.open('shop')).rejects.toMatchObject({ code: 'GIT_FAILED', retryable: true });
  });

  it('sees nothing of what a person has set up for themselves', async () => {
    writeFileSync(join(place, '.gitconfig'), '[init]\n\tdefaultBranch = evil\n[user]\n\tname = evil\n');
    const before = process.env;
    process.env = {
      ...before,
      HOME: place,
      GIT_DIR: place,
      GIT_INDEX_FILE: join(place, 'index'),
      GIT_AUTHOR_NAME: 'evil',
    };
    try {
      const own = await createWorkspaces({ folder: join(place, 'own') }).open('shop');
      expect(await own.main()).toBe(await workspace.main());
    } finally {
      process.env = before;
    }
  });

  it('names the lock that a killed command has left behind', async () => {
    const locked = await workspaces.open('locked');
    mkdirSync(join(workspaces.folder, 'locked.git/refs/heads/feature'));
    writeFileSync(join(workspaces.folder, 'locked.git/refs/heads/feature/tax.lock'), '');
    await expect(locked.commitFiles(filesOn(await locked.main()))).rejects.toMatchObject({
      code: 'GIT_FAILED',
      message: expect.stringContaining('tax.lock'),
    });
  });

  it('takes folders by their absolute path alone', () => {
    expect(() => createWorkspaces({ folder: 'relative' })).toThrow(/absolute path/);
  });
});
