import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isInside, writeRunFiles } from './run-files.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('the files of a run', () => {
  it('are written by their paths', async () => {
    await writeRunFiles(folder, { 'src/a.js': 'export {}', 'package.json': '{}' });
    expect(await readFile(join(folder, 'src/a.js'), 'utf8')).toBe('export {}');
  });

  it.each(['/etc/passwd', '../a.js', 'src/../../a.js', '', '.', '..', 'src//a.js', './a.js', 'a\0b', 'src/'])(
    'are not written at all when one has the path %j',
    async (path) => {
      const written = writeRunFiles(folder, { 'a.js': '', [path]: '' });
      await expect(written).rejects.toMatchObject({ code: 'SANDBOX_FILE_INVALID' });
      expect(await readdir(folder)).toEqual([]);
    },
  );

  it('never get a path that leads out, whatever it is made of', () => {
    const piece = fc.constantFrom('..', '.', '', 'a', '...', '/', 'a..b', '~');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const path = pieces.join('/');
        fc.pre(isInside(path));
        expect(relative('/root', resolve('/root', path))).toBe(path);
        expect(path.split('/')).not.toContain('..');
      }),
    );
  });
});
