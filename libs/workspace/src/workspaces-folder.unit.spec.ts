import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { workspacesFolder } from './workspaces-folder.ts';

const ROOT = join(import.meta.dirname, '../../..');

describe('WORKSPACES_DIR', () => {
  it('is a folder of the repository that git ignores, when nobody sets it', () =>
    expect(workspacesFolder.parse(undefined)).toBe(join(ROOT, '.troupe/workspaces')));

  it('is taken as it is when it is absolute, and else from the root of the repository', () => {
    expect(workspacesFolder.parse('/srv/workspaces')).toBe('/srv/workspaces');
    expect(workspacesFolder.parse('../elsewhere')).toBe(join(ROOT, '../elsewhere'));
  });

  it('is refused when no folder can be called that', () =>
    expect(workspacesFolder.safeParse('a\0b').success).toBe(false));
});
