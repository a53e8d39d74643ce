import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { COMMANDS } from './commands.ts';
import { completion } from './completion.ts';
import { runTroupe } from './run-troupe.ts';

const ROOT = join(import.meta.dirname, '../../..');

const run = async (...args: readonly string[]) => {
  const said = { out: '', err: '' };
  const code = await runTroupe(args, {
    root: ROOT,
    env: {},
    out: (line) => void (said.out += `${line}\n`),
    err: (line) => void (said.err += `${line}\n`),
  });
  return { code, ...said };
};

describe('troupe', () => {
  it('says what it can do, and what exit codes mean', async () => {
    const { code, out } = await run();
    expect(code).toBe(0);
    for (const name of Object.keys(COMMANDS)) expect(out).toContain(`  ${name} `);
    expect(out).toContain('exit codes');
  });

  it('refuses what it does not know with exit code 2, also words that every object knows', async () => {
    expect(await run('dance')).toMatchObject({ code: 2, err: expect.stringContaining("no command 'dance'") });
    expect((await run('constructor')).code).toBe(2);
    expect(await run('schemas', 'dance')).toMatchObject({ code: 2, err: expect.stringContaining('check') });
    expect(await run('topics', 'dance')).toMatchObject({ code: 2, err: expect.stringContaining('say diff or apply') });
    expect(await run('publish', 'order.dreamt', '--data', '-')).toMatchObject({ code: 2 });
  });

  it('names a server that it is not told of', async () => {
    expect(await run('lag')).toMatchObject({ code: 1, err: expect.stringContaining('KAFKA_BROKERS is missing') });
    expect(await run('explain', 'c-1')).toMatchObject({
      code: 1,
      err: expect.stringContaining('DATABASE_URL is missing'),
    });
  });

  it.each(['publish', 'tail', 'explain', 'lag', 'doctor'])('%s says how it is used', async (name) => {
    expect(await run(name, '--help')).toMatchObject({ code: 0, out: expect.stringContaining(`usage: troupe ${name}`) });
  });

  it.each(['topics', 'acls'])('%s is the npm script of this name', async (name) => {
    expect(await run(name, '--help')).toMatchObject({
      code: 0,
      out: expect.stringContaining(`usage: npm run ${name}`),
    });
    expect(await run(name, 'diff')).toMatchObject({
      code: 1,
      err: expect.stringContaining('KAFKA_BROKERS is missing'),
    });
  });
});

describe('docs/reference/troupe.md', () => {
  it('has a row for every command, in their order, and for no other', () => {
    const page = readFileSync(join(ROOT, 'docs/reference/troupe.md'), 'utf8');
    const rows = [...page.matchAll(/^\| `([a-z]+)`/gm)].map(([, name]) => name);
    expect(rows).toEqual([...Object.keys(COMMANDS), 'completion']);
  });
});

describe('completion', () => {
  const complete = (...words: readonly string[]) => {
    const script = `${completion('bash', COMMANDS)}\nCOMP_WORDS=(troupe ${words.join(' ')}); COMP_CWORD=${words.length}; _troupe; echo "\${COMPREPLY[@]}"`;
    return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).trim().split(' ');
  };

  const itWithBash = existsSync('/bin/bash') ? it : it.skip;

  itWithBash('knows commands, their words, and the options that all have', () => {
    expect(complete('do')).toEqual(['doctor']);
    expect(complete('topics', "''")).toEqual(['diff', 'apply']);
    expect(complete('lag', '--j')).toEqual(['--json']);
  });

  it('is asked for by the name of a shell', async () => {
    expect((await run('completion', 'zsh')).out).toContain('bashcompinit');
    expect(await run('completion', 'dos')).toMatchObject({ code: 2 });
  });
});
