import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bundleService } from './bundle-service.ts';

let root: string;
let out: string;

const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};

const MAIN = `
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import old from 'old-style';
import { greeting } from './deeper/greet.ts';
const prompt = readFileSync(new URL('../prompts/one.md', import.meta.url), 'utf8');
const worker = new Worker(new URL('./heavy.worker.ts', import.meta.url));
const [sum] = await new Promise((resolve) => worker.once('message', resolve));
const { late } = await import('./late.ts');
console.log([prompt, sum, late, greeting, old.name, typeof old.own].join(' '));
`;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'troupe-bundle-'));
  out = join(root, 'out');
  write('apps/bell/src/main.ts', MAIN);
  write('apps/bell/src/late.ts', `export const late: string = 'late';`);
  write('apps/bell/src/unused.ts', `export const unused = 'unused';`);
  write(
    'apps/bell/src/deeper/greet.ts',
    `import { parentPort } from 'node:worker_threads'; export const greeting: string = 'hello from ' + import.meta.dirname.split('/').slice(-2).join('/') + String(parentPort);`,
  );
  write(
    'apps/bell/src/heavy.worker.ts',
    `import { parentPort } from 'node:worker_threads'; parentPort?.postMessage([1 + 1]);`,
  );
  write('apps/bell/prompts/one.md', 'ring');
  write('node_modules/old-style/package.json', '{ "name": "old-style", "main": "index.js" }');
  write(
    'node_modules/old-style/index.js',
    `module.exports = { name: require('node:path').basename('a/old'), own: __dirname };`,
  );
  await bundleService({ root, main: join(root, 'apps/bell/src/main.ts'), out });
  rmSync(join(root, 'apps'), { recursive: true });
  rmSync(join(root, 'node_modules'), { recursive: true });
});
afterAll(() => rmSync(root, { recursive: true }));

describe('a bundled service', () => {
  it('runs with Node alone: with its prompts, its threads, what it imports late, and packages in CommonJS', () => {
    const said = execFileSync(process.execPath, ['main.js'], { cwd: out, encoding: 'utf8' });
    expect(said.trim()).toBe('ring 2 late hello from src/deepernull old string');
  });

  it('has nothing of its sources but what it reads', () => {
    expect(existsSync(join(out, 'node_modules'))).toBe(false);
    expect(readdirSync(join(out, 'apps/bell'), { recursive: true }).toSorted()).toEqual([
      'prompts',
      'prompts/one.md',
      'src',
      'src/heavy.worker.ts',
    ]);
  });
});
