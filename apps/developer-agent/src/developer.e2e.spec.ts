import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FeatureApproved, SpecValidated, type CodeCommittedData } from '@troupe/contracts';
import {
  eventually,
  openServicePlace,
  startServiceProcess,
  type ServicePlace,
  type ServiceProcess,
} from '@troupe/testing';
import { choreography } from './choreography.ts';
import { taxSpec } from './tax.fixture.ts';

const NAME = 'developer-agent';
const FEATURES = 8;
const main = join(import.meta.dirname, 'main.ts');

let own: ServicePlace;
beforeAll(async () => {
  own = await openServicePlace(choreography);
}, 60_000);
afterAll(() => own.close(), 60_000);

const PATIENT = { timeoutMs: 90_000 };
const start = (): Promise<ServiceProcess> =>
  startServiceProcess({ main, env: { ...own.place.env, WORKSPACES_DIR: own.folder }, name: NAME });
const git = (...args: readonly string[]): string =>
  execFileSync('git', ['--git-dir', join(own.folder, 'shop.git'), ...args], { encoding: 'utf8' }).trim();
/** How many branches there are besides main. */
const branches = (): number =>
  existsSync(join(own.folder, 'shop.git'))
    ? git('for-each-ref', 'refs/heads/feature').split('\n').filter(Boolean).length
    : 0;

const conversations: readonly string[] = Array.from({ length: FEATURES }, () => randomUUID());
const ask = (conversationId: string): Promise<unknown> => {
  const spec = taxSpec({ moduleName: `sales-tax-${conversations.indexOf(conversationId)}` });
  return own.log.publish(SpecValidated(spec), { conversationId });
};
const typesOf = (conversationId: string): readonly string[] =>
  own.log.concluded(conversationId).map(({ type }) => type);
const committed = (conversationId: string): CodeCommittedData =>
  own.log.concluded(conversationId).find(({ type }) => type === 'code.committed')!.data as CodeCommittedData;

describe('a developer that is killed with kill -9', () => {
  it('commits every feature once, and lets main hold each once', async () => {
    const first = await start();
    const half = conversations.slice(0, FEATURES / 2);
    for (const conversationId of half) await ask(conversationId);
    // In the middle of it: some are committed. The others are asked for while it is away.
    await eventually(() => expect(branches()).toBeGreaterThan(1), { ...PATIENT, intervalMs: 10 });
    await first.kill('SIGKILL');
    for (const conversationId of conversations.slice(half.length)) await ask(conversationId);
    expect(branches()).toBeLessThan(FEATURES);

    const second = await start();
    await eventually(() => {
      for (const conversationId of conversations) expect(typesOf(conversationId)).toContain('code.committed');
    }, PATIENT);
    for (const conversationId of conversations) {
      const { branch, commit } = committed(conversationId);
      expect(git('rev-parse', branch)).toBe(commit);
      expect(git('rev-list', '--count', branch, '^main')).toBe('1');
    }

    for (const conversationId of conversations) {
      const { workspace, branch, commit } = committed(conversationId);
      await own.log.publish(FeatureApproved({ workspace, branch, commit, attempt: 1 }), { conversationId });
    }
    await eventually(() => expect(Number(git('rev-list', '--count', 'main'))).toBeGreaterThan(2), {
      ...PATIENT,
      intervalMs: 10,
    });
    await second.kill('SIGKILL');

    const third = await start();
    await eventually(() => {
      for (const conversationId of conversations) expect(typesOf(conversationId)).toContain('code.merged');
    }, PATIENT);
    await third.kill();
    expect(git('rev-list', '--count', 'main')).toBe(String(FEATURES + 1));
    expect(git('fsck', '--strict', '--no-dangling')).toBe('');
    expect(own.log.deadLetters()).toEqual([]);
  }, 300_000);
});
