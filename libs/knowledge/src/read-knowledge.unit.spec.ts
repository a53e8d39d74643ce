import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { passagesOf } from './passages.ts';
import { readKnowledge } from './read-knowledge.ts';
import { SHOP } from './shop.fixture.ts';

describe('the folder of a knowledge base', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'knowledge-'));
    await mkdir(join(folder, 'deep'));
    await mkdir(join(folder, 'empty'));
    await writeFile(join(folder, 'deep', 'shop.md'), SHOP);
    await writeFile(join(folder, 'other.txt'), '# no');
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is read with all Markdown files below it, which are named from there', async () => {
    expect(await readKnowledge(folder)).toEqual(passagesOf('deep/shop.md', SHOP));
  });

  it.each([
    ['none', 'ENOENT'],
    ['other.txt', 'ENOTDIR'],
    ['empty', 'it has no .md file'],
  ])('is refused when it is %s', async (name, why) => {
    await expect(readKnowledge(join(folder, name))).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining(why),
    });
  });
});
