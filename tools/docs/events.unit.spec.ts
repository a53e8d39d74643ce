import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { HEADERS } from '@troupe/messaging';
import { codesIn, readText, ROOT, tableRows } from './pages.ts';

describe('docs/reference/events.md', () => {
  it('is what the schemas say', () => {
    const check = spawnSync(process.execPath, [join(ROOT, 'tools/docs/events.ts'), '--check'], {
      encoding: 'utf8',
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    expect(check.stderr).toBe('');
    expect(check.status).toBe(0);
  }, 30_000);

  it('names every header of the envelope', () => {
    const named = tableRows(readText('docs/reference/events.md'), 'header').flatMap(({ header }) =>
      codesIn(header ?? ''),
    );
    expect(named).toEqual(Object.values(HEADERS));
  });
});
