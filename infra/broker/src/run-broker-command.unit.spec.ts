import { describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRights, readTopics } from './manifests.ts';
import { runAcls, runTopics } from './run-broker-command.ts';

const run = async (command: typeof runAcls, args: string[], env: Record<string, string> = {}) => {
  const said: string[] = [];
  const say = (line: string): void => void said.push(line);
  return { code: await command({ args, env, out: say, err: say }), said: said.join('\n') };
};

describe.each([
  ['npm run topics', runTopics],
  ['npm run acls', runAcls],
])('%s', (_, command) => {
  it('says how it is used when it is not told what to do', async () => {
    expect(await run(command, [])).toMatchObject({ code: 2, said: expect.stringContaining('say diff or apply') });
    expect(await run(command, ['diff', 'all'])).toMatchObject({ code: 2, said: expect.stringContaining("'all' is too much") }); // prettier-ignore
  });

  it('asks for brokers, and for no registry', async () => {
    const { code, said } = await run(command, ['diff']);
    expect(code).toBe(1);
    expect(said).toMatch(/CONFIG_INVALID.*KAFKA_BROKERS is missing/);
    expect(said).not.toContain('SCHEMA_REGISTRY_URL');
  });
});

describe('the manifests of the choreography', () => {
  it('have a topic for whatever anybody may read or write', () => {
    const topics = new Set(readTopics().map(({ topic }) => topic));
    const used = Object.values(readRights()).flatMap(({ read, write }) => [...read, ...write]);
    expect(used.filter((topic) => !topics.has(topic))).toEqual([]);
  });

  it('are refused by what is wrong in them', () => {
    const folder = mkdtempSync(join(tmpdir(), 'troupe-manifest-'));
    const file = join(folder, 'topics.json');
    writeFileSync(file, '{ "door.opened": { "retention": 1 } }');
    expect(() => readTopics(file)).toThrow(/Unrecognized key: "retention"[^]*npm run choreography/);
    rmSync(folder, { recursive: true });
  });
});
