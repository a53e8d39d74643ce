import { execFileSync } from 'node:child_process';
import { isAbsolute, join, normalize } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { TroupeError } from '@troupe/contracts';
import fc from 'fast-check';
import { checkBranch, checkHeldPath, checkName, checkWrittenPath } from './names.ts';

// Git is asked about each name.
jest.setTimeout(60_000);

const NEAR = Array.from('aZ9-_./~^:@{}*?[]\\ \t\n\0\u200c$;|');

/** Names that come near to what is refused: of the characters that mean something to git, to file systems and to shells. */
const hostile = fc.oneof(
  fc.string({ unit: fc.constantFrom(...NEAR), maxLength: 12 }),
  fc.array(fc.constantFrom('a', '..', '.git', '.GIT', 'git~1', '.', '', '-d', 'a.lock', 'HEAD', '@', 'src'), { maxLength: 5 })
    .map((parts) => parts.join('/')),
  fc.string({ unit: 'binary' }),
); // prettier-ignore

/** Whether a name is let through; what is refused is refused by its code, and nothing else is thrown. */
const passes = (check: (name: string) => string, name: string): boolean => {
  try {
    return check(name) === name;
  } catch (error) {
    if (TroupeError.is(error) && error.code === 'WORKSPACE_REFUSED') return false;
    throw error;
  }
};

const staysInside = (path: string): boolean =>
  !isAbsolute(path) && path !== '' && normalize(path) === path && join('/root', path).startsWith('/root/');

describe('whatever a file is called', () => {
  it('is written below the root and outside of git, or refused', () =>
    fc.assert(
      fc.property(hostile, (path) => {
        if (!passes(checkWrittenPath, path)) return;
        expect(staysInside(path)).toBe(true);
        expect(path.toLowerCase().split('/')).not.toContain('.git');
        expect(passes(checkHeldPath, path)).toBe(true);
      }),
      { numRuns: 2_000 },
    ));

  it('is read below its folder, or not at all', () =>
    fc.assert(
      fc.property(hostile, (path) => {
        if (passes(checkHeldPath, path)) expect(staysInside(path)).toBe(true);
      }),
      { numRuns: 2_000 },
    ));
});

describe('whatever a branch is called', () => {
  it('is a name that git takes, and no option, or refused', () =>
    fc.assert(
      fc.property(hostile.filter((name) => passes(checkBranch, name)), (branch) => {
        expect(branch.startsWith('-')).toBe(false);
        execFileSync('git', ['check-ref-format', `refs/heads/${branch}`]);
      }),
      { numRuns: 60 },
    )); // prettier-ignore
});

describe('whatever a workspace is called', () => {
  it('is one folder below that of all, or refused', () =>
    fc.assert(
      fc.property(hostile, (name) => {
        if (passes(checkName, name)) expect(name).toMatch(/^[a-z0-9-]+$/);
      }),
      { numRuns: 2_000 },
    ));
});
