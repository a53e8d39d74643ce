import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { MergeRequest } from './merge-forward.ts';
import { AUTHOR, filesOn, NOON, openTestWorkspaces, type TestWorkspaces } from './workspace.fixture.ts';
import type { Workspace } from './workspaces.ts';

// Real git makes a dozen processes for each commit, on a machine that may be busy.
jest.setTimeout(60_000);

let workspaces: TestWorkspaces;
let workspace: Workspace;
let base: string;
let count = 0;
beforeAll(() => {
  workspaces = openTestWorkspaces();
});
beforeEach(async () => {
  workspace = await workspaces.open(`merge-${(count += 1)}`);
  base = await workspace.main();
});
afterAll(() => workspaces.drop());

/** Commits one file on a branch that is called like its folder. */
const commitOf = (path: string, content = path): Promise<string> => {
  const branch = `feature/${path.replaceAll('/', '-')}-${content.length}`;
  const key = branch.replaceAll('/', '-');
  return workspace.commitFiles(filesOn(base, { branch, key, files: [{ path, content }] }));
};
const merging = (commit: string, key = `merge-${commit}`): MergeRequest => ({
  commit,
  key,
  author: AUTHOR,
  atMs: NOON,
  message: 'Carry a reviewed feature to main',
});
const treeOf = (commit: string): string => workspaces.git(workspace.name, 'ls-tree', '-r', '--name-only', commit);

describe('mergeForward', () => {
  it('moves main to the reviewed commit itself when nothing else has come', async () => {
    const commit = await commitOf('a.js');
    expect(await workspace.mergeForward(merging(commit))).toEqual({ kind: 'merged', commit });
    expect(await workspace.main()).toBe(commit);
  });

  it('carries the reviewed files to where main is now when it has changed others', async () => {
    const [one, other] = [await commitOf('src/a.js'), await commitOf('src/b.js')];
    await workspace.mergeForward(merging(one));
    const merge = await workspace.mergeForward(merging(other));
    expect(merge).toEqual({ kind: 'merged', commit: await workspace.main() });
    const main = await workspace.main();
    expect(workspaces.git(workspace.name, 'rev-parse', `${main}^`)).toBe(one);
    expect(treeOf(main)).toBe('README.md\npackage.json\nsrc/a.js\nsrc/b.js');
    const blob = (commit: string): string => workspaces.git(workspace.name, 'rev-parse', `${commit}:src/b.js`);
    expect(blob(main)).toBe(blob(other));
  });

  it('refuses, naming the files, when main has changed one of them since, and never merges texts', async () => {
    const [one, other] = [await commitOf('a.js', 'first\n'), await commitOf('a.js', 'second\n')];
    await workspace.mergeForward(merging(one));
    expect(await workspace.mergeForward(merging(other))).toEqual({ kind: 'refused', files: ['a.js'] });
    expect(await workspace.main()).toBe(one);
  });

  it('refuses a file where main has put a folder', async () => {
    const [folder, file] = [await commitOf('a/b.js'), await commitOf('a')];
    await workspace.mergeForward(merging(folder));
    expect(await workspace.mergeForward(merging(file))).toEqual({ kind: 'refused', files: ['a'] });
  });

  it('says the same when it is done again, whatever has come to main since', async () => {
    const commits = [await commitOf('a.js'), await commitOf('b.js'), await commitOf('c.js')];
    const merges = [];
    for (const commit of commits) merges.push(await workspace.mergeForward(merging(commit)));
    const main = await workspace.main();
    for (const [index, commit] of commits.entries())
      expect(await workspace.mergeForward(merging(commit))).toEqual(merges[index]);
    expect(await workspace.main()).toBe(main);
  });

  it('takes no merge for its own whose key only begins like its own', async () => {
    const [first, second, third] = [await commitOf('a.js'), await commitOf('b.js'), await commitOf('c.js')];
    await workspace.mergeForward(merging(first));
    await workspace.mergeForward(merging(second, 'key-10'));
    await workspace.mergeForward(merging(third, 'key-1'));
    expect(treeOf(await workspace.main())).toContain('c.js');
  });

  it('lets everything reach main that is merged at the same moment, one after the other', async () => {
    const paths = Array.from({ length: 6 }, (_, index) => `src/module-${index}.js`);
    const commits = await Promise.all(paths.map((path) => commitOf(path)));
    const merges = await Promise.all(commits.map((commit) => workspace.mergeForward(merging(commit))));
    expect(merges.map(({ kind }) => kind)).toEqual(paths.map(() => 'merged'));
    expect(treeOf(await workspace.main()).split('\n')).toEqual(['README.md', 'package.json', ...paths]);
    expect(workspaces.git(workspace.name, 'rev-list', '--count', 'main')).toBe('7');
    expect(workspaces.git(workspace.name, 'fsck', '--strict', '--no-dangling')).toBe('');
  });

  it('merges once what several merge at the same moment under one key', async () => {
    await workspace.mergeForward(merging(await commitOf('a.js')));
    const commit = await commitOf('b.js');
    const merges = await Promise.all(Array.from({ length: 4 }, () => workspace.mergeForward(merging(commit))));
    expect(new Set(merges.map((merge) => JSON.stringify(merge))).size).toBe(1);
    expect(workspaces.git(workspace.name, 'rev-list', '--count', 'main')).toBe('3');
  });

  it('lets exactly one of two that change one file win', async () => {
    const commits = [await commitOf('a.js', 'one'), await commitOf('a.js', 'another')];
    const merges = await Promise.all(commits.map((commit) => workspace.mergeForward(merging(commit))));
    expect(merges.map(({ kind }) => kind).toSorted()).toEqual(['merged', 'refused']);
  });

  it('refuses a commit that has nothing in common with main', async () => {
    const tree = workspaces.git(workspace.name, 'rev-parse', `${base}^{tree}`);
    const identity = ['-c', 'user.name=x', '-c', 'user.email=x@x'];
    const foreign = workspaces.git(workspace.name, ...identity, 'commit-tree', tree, '-m', 'foreign');
    await expect(workspace.mergeForward(merging(foreign))).rejects.toMatchObject({ code: 'WORKSPACE_REFUSED' });
  });
});
