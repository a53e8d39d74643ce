import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { specOf } from '@troupe/feature-spec';
import type { SpecValidatedData } from '@troupe/contracts';
import { taxSpec } from '../tax.fixture.ts';
import { moduleFiles, moduleText } from './module-files.ts';

jest.setTimeout(30_000);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'troupe-module-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The files of a module of this source, for this spec. */
const filesOf = (source: string, data: SpecValidatedData = taxSpec()) => {
  const { examples, ...spec } = specOf(data);
  return moduleFiles({ spec, examples, source, author: 'script@1', conversationId: 'conversation-1' });
};

/** Writes them where Node takes them for ES modules, and runs their tests with nothing but Node. */
const runTests = (source: string, data?: SpecValidatedData): { readonly passed: boolean; readonly output: string } => {
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  for (const { path, content } of filesOf(source, data)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const env = { PATH: process.env.PATH ?? '' };
  const { status, stdout } = spawnSync(process.execPath, ['--test', '--test-reporter=tap'], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  return { passed: status === 0, output: stdout };
};

const RIGHT = 'export const salesTax = (price) => (price < 1000 ? price / 5 : price * 0.15);\n';

describe('the files of a module', () => {
  it('say who wrote them, and in which conversation', () => {
    const [module, tests] = filesOf(RIGHT);
    expect(module).toEqual({
      path: 'src/sales-tax.js',
      content: `// Written by script@1, in conversation conversation-1.\n\n${RIGHT}`,
    });
    expect(tests?.path).toBe('src/sales-tax.test.js');
  });

  it('cannot be broken by what a conversation is called', () => {
    const { examples, ...spec } = specOf(taxSpec());
    const conversationId = 'one\nprocess.exit(1); // two';
    const text = moduleText({ spec, examples, source: RIGHT, author: 'script@1', conversationId });
    expect(text.split('\n')[0]).toBe('// Written by script@1, in conversation one process.exit(1); // two.');
  });

  it('hold tests that run with nothing but Node, and pass for code that is right', () => {
    const { passed, output } = runTests(RIGHT);
    expect(output).toMatch(/^# pass 4$/m);
    expect(passed).toBe(true);
  });

  it('hold tests that fail for code that is wrong, and name the example', () => {
    const { passed, output } = runTests('export const salesTax = (price) => price / 5;\n');
    expect(output).toMatch(/^ *not ok \d+ - a large price$/m);
    expect(output).toContain('expected 300, got 400');
    expect(passed).toBe(false);
  });

  it('take decimal fractions for equal that differ by what binary ones cannot say, and no others', () => {
    const examples = [
      { name: 'a sum', arguments: ['0.1'], expected: '0.3', heldOut: false },
      { name: 'a list', arguments: ['0.2'], expected: '0.4', heldOut: false },
    ];
    const data = taxSpec({ examples });
    expect(runTests('export const salesTax = (price) => price + 0.2;\n', data).passed).toBe(true);
    expect(runTests('export const salesTax = (price) => price + 0.2001;\n', data).passed).toBe(false);
  });

  it.each([
    ['string', '"a\\u2028\\"`${b}\\\\"', 'export const salesTax = (given) => given;\n'],
    ['list<number>', '[1, 0.30000000000000004]', 'export const salesTax = (given) => given.map((each) => each + 0);\n'],
    ['list<string>', '[]', 'export const salesTax = (given) => [...given];\n'],
    ['boolean', 'false', 'export const salesTax = (given) => given;\n'],
  ])('test a %s as it stands in the spec', (type, json, source) => {
    const examples = [{ name: 'it `${goes}` "through" */', arguments: [json], expected: json, heldOut: false }];
    const parameters = [{ name: 'given', type }];
    expect(runTests(source, taxSpec({ parameters, returns: type, examples }))).toMatchObject({ passed: true });
  });

  it.each(['test', 'assert', 'near', 'actual'])('test a function that is called %s', (functionName) => {
    const source = `export const ${functionName} = (price) => (price < 1000 ? price / 5 : price * 0.15);\n`;
    expect(runTests(source, taxSpec({ functionName })).passed).toBe(true);
  });
});

describe('a module', () => {
  it('is plain JavaScript that Node runs as it is', () => {
    const [module] = filesOf(RIGHT);
    const path = join(folder, 'module.mjs');
    writeFileSync(path, module?.content ?? '');
    const program = `import { salesTax } from ${JSON.stringify(path)}; process.stdout.write(String(salesTax(2000)));`;
    expect(execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' })).toBe('300');
  });
});
