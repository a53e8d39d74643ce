import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createWorkspaces } from './create-workspaces.ts';
import { AUTHOR, filesOn, NOON, openTestWorkspaces, type TestWorkspaces } from './workspace.fixture.ts';
import type { Workspace } from './workspaces.ts';

// Real git makes a dozen processes for each commit, on a machine that may be busy.
jest.setTimeout(60_000);

let workspaces: TestWorkspaces;
let count = 0;
beforeAll(() => {
  workspaces = openTestWorkspaces();
});
afterAll(() => workspaces.drop());

const headOf = ({ name }: Workspace, branch: string): string => workspaces.git(name, 'rev-parse', branch);
const fresh = (): Promise<Workspace> => workspaces.open(`commit-${(count += 1)}`);

describe('a workspace', () => {
  it('is born with a first commit on main, the same wherever and whenever it is made', async () => {
    const others = openTestWorkspaces();
    const [here, there] = await Promise.all([workspaces.open('shop'), others.open('shop')]);
    expect(await here.main()).toBe(await there.main());
    expect(await here.show({ commit: await here.main(), path: 'README.md' })).toMatch(/^# shop\n/);
    others.drop();
  });

  it('is made once, by however many at the same moment', async () => {
    const opened = await Promise.all(Array.from({ length: 8 }, () => createWorkspaces(workspaces).open('crowd')));
    const heads = await Promise.all(opened.map((workspace) => workspace.main()));
    expect(new Set(heads).size).toBe(1);
    expect(workspaces.git('crowd', 'rev-list', '--count', '--all')).toBe('1');
  });

  it('can be cloned from where it says it is', async () => {
    const { url } = await workspaces.open('cloned');
    expect(workspaces.git('cloned', 'ls-remote', url, 'main')).toContain('refs/heads/main');
  });
});

describe('commitFiles', () => {
  it('adds and changes files on a branch of its own, and leaves the others and main as they are', async () => {
    const workspace = await fresh();
    const base = await workspace.main();
    const commit = await workspace.commitFiles(filesOn(base));
    expect(headOf(workspace, 'feature/tax')).toBe(commit);
    expect(await workspace.main()).toBe(base);
    expect(await workspace.changedFiles({ from: base, to: commit })).toEqual(['src/tax.js']);
    expect(await workspace.show({ commit, path: 'src/tax.js' })).toContain('net / 10');
    expect(await workspace.show({ commit, path: 'README.md' })).toContain('# commit-');
    expect(await workspace.show({ commit: base, path: 'src/tax.js' })).toBeUndefined();
  });

  it('is by its author, at the time of the event, whose id is in the message', async () => {
    const workspace = await fresh();
    const commit = await workspace.commitFiles(filesOn(await workspace.main(), { message: 'Add tax\n\nIn words.' }));
    const told = workspaces.git(workspace.name, 'log', '-1', '--format=%an <%ae> %at %cn %ct%n%B', commit);
    const seconds = NOON / 1_000;
    expect(told).toBe(
      `${AUTHOR.name} <${AUTHOR.email}> ${seconds} ${AUTHOR.name} ${seconds}\nAdd tax\n\nIn words.\n\nTroupe-Event: event-1`,
    );
  });

  it('makes the same commit when it is done again, also side by side, and no second one', async () => {
    const workspace = await fresh();
    const files = filesOn(await workspace.main());
    const commit = await workspace.commitFiles(files);
    const again = await Promise.all([workspace.commitFiles(files), workspace.commitFiles(files)]);
    expect(again).toEqual([commit, commit]);
    expect(workspaces.git(workspace.name, 'rev-list', '--count', 'feature/tax')).toBe('2');
  });

  it('completes what a crash has left: the commit was written, and the branch not moved', async () => {
    const workspace = await fresh();
    const files = filesOn(await workspace.main());
    const commit = await workspace.commitFiles(files);
    workspaces.git(workspace.name, 'update-ref', '-d', 'refs/heads/feature/tax');
    expect(await workspace.commitFiles(files)).toBe(commit);
    expect(headOf(workspace, 'feature/tax')).toBe(commit);
  });

  it('changes nothing when it comes again after the branch has gone on', async () => {
    const workspace = await fresh();
    const first = filesOn(await workspace.main());
    const commit = await workspace.commitFiles(first);
    const next = await workspace.commitFiles(filesOn(commit, { key: 'event-2', message: 'Mend tax' }));
    expect(await workspace.commitFiles(first)).toBe(commit);
    expect(headOf(workspace, 'feature/tax')).toBe(next);
  });

  it('lets one of two different commits on one base win, and refuses the other', async () => {
    const workspace = await fresh();
    const base = await workspace.main();
    const ends = await Promise.allSettled(
      ['event-1', 'event-2'].map((key) => workspace.commitFiles(filesOn(base, { key }))),
    );
    const won = ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []));
    expect(won).toEqual([headOf(workspace, 'feature/tax')]);
    expect(ends.find((end) => end.status === 'rejected')?.reason).toMatchObject({ code: 'WORKSPACE_REFUSED' });
  });

  it('lets many commit on branches of their own at the same time', async () => {
    const workspace = await fresh();
    const base = await workspace.main();
    const branches = Array.from({ length: 8 }, (_, index) => `feature/${index}`);
    const commits = await Promise.all(
      branches.map((branch) => workspace.commitFiles(filesOn(base, { branch, key: branch.replace('/', '-') }))),
    );
    expect(branches.map((branch) => headOf(workspace, branch))).toEqual(commits);
    expect(workspaces.git(workspace.name, 'fsck', '--strict', '--no-dangling')).toBe('');
  });

  it('puts a folder where a file was, when that is what is asked for', async () => {
    const workspace = await fresh();
    const commit = await workspace.commitFiles(filesOn(await workspace.main()));
    const files = [{ path: 'src/tax.js/index.js', content: '' }];
    const next = await workspace.commitFiles(filesOn(commit, { files, key: 'event-2' }));
    expect(await workspace.changedFiles({ from: commit, to: next })).toEqual(['src/tax.js', 'src/tax.js/index.js']);
  });

  it.each([
    '../../outside.js', '/etc/passwd', 'src/../../up.js', 'a//b', '.', '..', '', 'src/', '.git/config', '.GIT/hooks/post-update',
    'src/.git', 'git~1/config', '.gitattributes', '.gitmodules', 'a\\b', 'C:/a', 'a\nb', 'a\0b', 'src/name.', '-option', 'src/.hidden', 'ä.js',
  ])('refuses to write to %j', async (path) => {
    const workspace = await workspaces.open('paths');
    const base = await workspace.main();
    await expect(workspace.commitFiles(filesOn(base, { files: [{ path, content: 'x' }] }))).rejects.toMatchObject({
      code: 'WORKSPACE_REFUSED',
    });
    expect(workspaces.git(workspace.name, 'rev-list', '--count', '--all')).toBe('1');
  }); // prettier-ignore

  it.each([
    'main', '--upload-pack=evil', '-d', 'a..b', 'a/../b', '/a', 'a/', 'a.lock', 'a/b.lock/c', '@{-1}', 'HEAD~1', 'a b', 'a\nb', '.a', 'a/.b', 'a.', '', 'a:b', 'x'.repeat(201),
  ])('refuses branch %j', async (branch) => {
    const workspace = await workspaces.open('branches');
    await expect(workspace.commitFiles(filesOn(await workspace.main(), { branch }))).rejects.toMatchObject({
      code: 'WORKSPACE_REFUSED',
    });
  }); // prettier-ignore

  it.each([
    ['a base that is no id', { base: 'main' }],
    ['a base that is not there', { base: '0'.repeat(39) + '1' }],
    ['no file', { files: [] }],
    ['one file twice', { files: [{ path: 'a', content: '1' }, { path: 'a', content: '2' }] }],
    ['a file that is too large', { files: [{ path: 'a', content: 'x'.repeat(1_000_001) }] }],
    ['a key of two lines', { key: 'a\nTroupe-Event: b' }],
    ['an author that git would change', { author: { name: 'a <b>', email: 'c' } }],
  ])('refuses %s', async (_, more) => {
    const workspace = await workspaces.open('misfits');
    await expect(workspace.commitFiles(filesOn(await workspace.main(), more))).rejects.toMatchObject({
      code: 'WORKSPACE_REFUSED',
    });
  }); // prettier-ignore
});

describe('the name of a workspace', () => {
  it.each(['', '..', '../up', 'a/b', '-option', 'a-', 'A', 'a.git', 'a b', 'ä', 'a\n', 'x'.repeat(65)])(
    'cannot be %j',
    (name) => expect(workspaces.open(name)).rejects.toMatchObject({ code: 'WORKSPACE_REFUSED' }),
  );
});
