import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '../..');
const CASES = {
  refuse: [
    ['an agent that imports another agent', 'apps/fraud-agent/src/planted.ts', '@troupe/inventory-agent'],
    ['an agent that imports the coordinator', 'apps/fraud-agent/src/planted.ts', '@troupe/saga-coordinator'],
    ['an agent that imports kafkajs', 'apps/fraud-agent/src/planted.ts', 'kafkajs'],
    ['an agent that imports the test kit', 'apps/fraud-agent/src/planted.ts', '@troupe/testing'],
    ['a library that imports an app', 'libs/agent-sdk/src/planted.ts', '@troupe/inventory-agent'],
    ['the saga fold that imports messaging', 'libs/saga/src/planted.ts', '@troupe/messaging'],
    ['the contracts that import anything', 'libs/contracts/src/planted.ts', '@troupe/messaging'],
    ['the SDK that imports the registry client', 'libs/agent-sdk/src/planted.ts', '@kafkajs/confluent-schema-registry'],
    ['the SDK that imports OpenTelemetry', 'libs/agent-sdk/src/planted.ts', '@opentelemetry/api'],
    [
      'a spec of an agent that imports another agent',
      'apps/fraud-agent/src/planted.unit.spec.ts',
      '@troupe/inventory-agent',
    ],
  ],
  allow: [
    ['an agent that imports the SDK', 'apps/fraud-agent/src/planted.ts', '@troupe/agent-sdk'],
    ['messaging that imports kafkajs', 'libs/messaging/src/planted.ts', 'kafkajs'],
    ['a spec that imports the test kit', 'apps/fraud-agent/src/planted.unit.spec.ts', '@troupe/testing'],
  ],
} as const;

/** What the boundaries say of each case; one process, because ESLint is slow to start. */
const lintAll = (): ReadonlyMap<string, readonly string[]> => {
  const all = [...CASES.refuse, ...CASES.allow];
  const input = all.map(([, filePath, imported]) => ({ filePath, code: `import { x } from '${imported}';\nx();\n` }));
  const output = execFileSync(process.execPath, ['tools/lint/lint-texts.mjs'], {
    cwd: root,
    input: JSON.stringify(input),
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  // Written by the script just now: a list of messages for each case, in order.
  const findings = JSON.parse(output) as readonly (readonly string[])[];
  return new Map(all.map(([name], index) => [name, findings[index] ?? []]));
};

describe('module boundaries', () => {
  let findings: ReadonlyMap<string, readonly string[]>;
  // Without a project graph the rule says nothing at all: this spec would then fail, and so it should.
  beforeAll(() => {
    execFileSync(join(root, 'node_modules/.bin/nx'), ['show', 'projects'], {
      cwd: root,
      env: { ...process.env, NX_DAEMON: 'false', NODE_OPTIONS: '' },
    });
    findings = lintAll();
  }, 120_000);

  it.each(CASES.refuse.map(([name]) => name))('refuse %s', (name) => {
    expect(findings.get(name)).toHaveLength(1);
  });

  it.each(CASES.allow.map(([name]) => name))('allow %s', (name) => {
    expect(findings.get(name)).toEqual([]);
  });
});
