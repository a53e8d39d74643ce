import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

describe('collecting all garbage', () => {
  it('gives back what the young generation has grown by', async () => {
    const main = join(import.meta.dirname, 'collect-all.fixture.ts');
    const env = { ...process.env, NODE_OPTIONS: '' };
    const { stdout } = await promisify(execFile)(process.execPath, [main], { env });
    const { before, after } = JSON.parse(stdout) as { before: number; after: number };
    expect(before).toBeGreaterThanOrEqual(8 * 1_024 * 1_024);
    expect(after).toBeLessThan(before / 2);
  }, 60_000);
});
