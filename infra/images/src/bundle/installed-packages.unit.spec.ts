import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { copyPackages } from './installed-packages.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'troupe-packages-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const install = (path: string, manifest: object): void => {
  mkdirSync(join(root, path), { recursive: true });
  writeFileSync(join(root, path, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(root, path, 'index.js'), '');
  writeFileSync(join(root, path, 'index.js.map'), '');
};

describe('packages that are not bundled', () => {
  it('come with what they need, each version where it was, and without what only developers read', () => {
    install('node_modules/pool', { dependencies: { queue: '2' }, optionalDependencies: { native: '1', absent: '1' } });
    install('node_modules/pool/node_modules/queue', { dependencies: { pool: '1' } });
    install('node_modules/queue', {});
    install('node_modules/native', {});
    install('node_modules/other', {});
    copyPackages(['pool'], { root, out: join(root, 'out') });
    const copied = readdirSync(join(root, 'out/node_modules'), { recursive: true }).map(String);
    expect(copied.filter((path) => path.endsWith('index.js')).toSorted()).toEqual([
      'native/index.js',
      'pool/index.js',
      'pool/node_modules/queue/index.js',
    ]);
    expect(copied.filter((path) => path.endsWith('.map'))).toEqual([]);
  });
});
