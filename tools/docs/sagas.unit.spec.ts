import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT } from './pages.ts';

describe('docs/reference/sagas.md', () => {
  it('is what the definitions say', () => {
    const check = spawnSync(process.execPath, [join(ROOT, 'tools/docs/sagas.fixture.ts'), '--check'], {
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    expect(check.stderr).toBe('');
    expect(check.status).toBe(0);
  }, 60_000);
});
