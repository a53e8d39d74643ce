import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { generateAll, readSchemas, staleFiles, writeAll } from './generate.ts';

const root = join(import.meta.dirname, '../../..');

describe('generate', () => {
  let out: string;
  beforeEach(() => {
    out = mkdtempSync(join(tmpdir(), 'troupe-generate-'));
  });
  afterEach(() => rmSync(out, { recursive: true }));

  it('has generated what lies in the repository', () => {
    const wanted = generateAll(readSchemas(join(root, 'schemas')));
    expect(staleFiles(join(root, 'libs/contracts/src/generated'), wanted)).toEqual([]);
  });

  it('finds what was changed, is missing or belongs to a schema that is gone', () => {
    const wanted = generateAll(readSchemas(join(root, 'schemas')));
    writeAll(out, wanted);
    writeFileSync(join(out, 'commerce/order.closed.ts'), '// edited by hand\n');
    writeFileSync(join(out, 'gone.ts'), '');
    rmSync(join(out, 'commerce/order.verified.ts'));
    expect([...staleFiles(out, wanted)].sort()).toEqual([
      'commerce/order.closed.ts',
      'commerce/order.verified.ts',
      'gone.ts',
    ]);
  });

  it('lists every problem of every schema at once', () => {
    const broken = readSchemas(join(root, 'schemas')).map((file) => ({ ...file, domain: 'elsewhere' }));
    expect(() => generateAll(broken)).toThrow(/order\.closed\.avsc[\s\S]*order\.verified\.avsc/);
  });
});
