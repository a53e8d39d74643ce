import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../..');
const bin = (name: string): string => join(root, 'node_modules/.bin', name);

/** What the boundaries say of this code if it lay in this file. */
const lint = (filename: string, code: string): string => {
  const args = ['--config', 'tools/lint/boundaries-only.config.mjs', '--stdin', '--stdin-filename', filename];
  const { stdout, stderr, status } = spawnSync(bin('eslint'), args, { cwd: root, input: code, encoding: 'utf8' });
  if (status !== 0 && status !== 1) throw new Error(stderr);
  return stdout;
};

describe('module boundaries', () => {
  // Without a project graph the rule says nothing at all: this spec would then fail, and so it should.
  beforeAll(
    () =>
      void execFileSync(bin('nx'), ['show', 'projects'], { cwd: root, env: { ...process.env, NX_DAEMON: 'false' } }),
    60_000,
  );

  it.each([
    ['an agent that imports another agent', 'apps/fraud-agent/src/planted.ts', '@troupe/inventory-agent'],
    ['an agent that imports the coordinator', 'apps/fraud-agent/src/planted.ts', '@troupe/saga-coordinator'],
    ['an agent that imports kafkajs', 'apps/fraud-agent/src/planted.ts', 'kafkajs'],
    ['an agent that imports the test kit', 'apps/fraud-agent/src/planted.ts', '@troupe/testing'],
    ['a library that imports an app', 'libs/agent-sdk/src/planted.ts', '@troupe/gateway'],
    ['the saga fold that imports messaging', 'libs/saga/src/planted.ts', '@troupe/messaging'],
    ['the contracts that import anything', 'libs/contracts/src/planted.ts', '@troupe/messaging'],
    ['the SDK that imports the registry client', 'libs/agent-sdk/src/planted.ts', '@kafkajs/confluent-schema-registry'],
    [
      'a spec of an agent that imports another agent',
      'apps/fraud-agent/src/planted.unit.spec.ts',
      '@troupe/inventory-agent',
    ],
  ])('refuse %s', (_, filename, imported) => {
    expect(lint(filename, `import { x } from '${imported}';\nx();\n`)).toContain('@nx/enforce-module-boundaries');
  });

  it.each([
    ['an agent that imports the SDK', 'apps/fraud-agent/src/planted.ts', '@troupe/agent-sdk'],
    ['messaging that imports kafkajs', 'libs/messaging/src/planted.ts', 'kafkajs'],
    ['a spec that imports the test kit', 'apps/fraud-agent/src/planted.unit.spec.ts', '@troupe/testing'],
  ])('allow %s', (_, filename, imported) => {
    expect(lint(filename, `import { x } from '${imported}';\nx();\n`)).toBe('');
  });
});
