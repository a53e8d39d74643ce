import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

describe('a model that was not asked yet', () => {
  it('has loaded no client, and then only that of its provider', async () => {
    const main = join(import.meta.dirname, 'unasked.fixture.ts');
    const { stdout } = await promisify(execFile)(process.execPath, [main], {
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    expect(JSON.parse(stdout)).toEqual({ before: [], after: ['@ai-sdk/openai-compatible', 'ai'] });
  }, 60_000);
});
