import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { compileCache } from './compile-cache.ts';

/** Says whether a compile cache is in use. */
const PROGRAM = `import { getCompileCacheDir } from 'node:module'; const where: unknown = getCompileCacheDir(); console.log(typeof where)`;

describe('the compile cache of a service process', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'troupe-node-'));
    writeFileSync(join(root, 'program.ts'), PROGRAM);
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const run = (given: NodeJS.ProcessEnv = {}): string => {
    const env = { PATH: process.env['PATH'], ...given, ...compileCache(root, given) };
    return execFileSync(process.execPath, [join(root, 'program.ts')], { encoding: 'utf8', env }).trim();
  };

  it('keeps what was compiled', () => {
    expect(run()).toBe('string');
    const [version = ''] = readdirSync(join(root, '.troupe/compile-cache'));
    expect(readdirSync(join(root, '.troupe/compile-cache', version))).not.toEqual([]);
    expect(run()).toBe('string');
  });

  it('runs as well where nothing can be kept, or nothing shall be', () => {
    writeFileSync(join(root, '.troupe'), 'a file where a folder would have to be');
    expect(run()).toBe('undefined');
    expect(run({ NODE_DISABLE_COMPILE_CACHE: '1' })).toBe('undefined');
  });

  it('keeps it where the user says', () => {
    run({ NODE_COMPILE_CACHE: join(root, 'elsewhere') });
    expect(readdirSync(root).sort()).toEqual(['elsewhere', 'program.ts']);
  });
});
