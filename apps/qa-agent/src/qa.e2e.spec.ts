import { randomUUID } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SpecValidated } from '@troupe/contracts';
import { couldHold } from '@troupe/sandbox';
import {
  eventually,
  openServicePlace,
  startServiceProcess,
  type ServicePlace,
  type ServiceProcess,
} from '@troupe/testing';
import { taxSpec } from '@troupe/testing/tax-spec';
import { createWorkspaces } from '@troupe/workspace';
import { choreography } from './choreography.ts';
import { commitModule } from './commit.fixture.ts';

/** Where nothing could hold, nothing is run. */
const walled = (await couldHold()) ? describe : describe.skip;

const NAME = 'qa-agent';
const USER = 60_875;
const PATIENT = { timeoutMs: 60_000 };
const main = join(import.meta.dirname, 'main.ts');

let own: ServicePlace;
beforeAll(async () => {
  own = await openServicePlace(choreography);
}, 60_000);
afterAll(() => own.close(), 60_000);

const env = () => ({ ...own.place.env, WORKSPACES_DIR: own.folder, SANDBOX_USER: String(USER) });
const start = (): Promise<ServiceProcess> =>
  startServiceProcess({ main, env: env(), name: NAME, readyWithinMs: 60_000 });

/** Processes of the host that code under review runs in. */
const running = (): readonly string[] =>
  readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    return statSync(join('/proc', name), { throwIfNoEntry: false })?.uid === USER;
  });
const leftBy = ({ pid }: ServiceProcess): readonly string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith(`troupe-sandbox-${pid}-`));

walled('a reviewer that is killed with kill -9 while it reviews', () => {
  it('takes what it runs along, reviews the commit once when it is back, and clears away what was left', async () => {
    const { log, folder } = own;
    const conversationId = randomUUID();
    const workspaces = createWorkspaces({ folder });
    const code = await commitModule(workspaces, 'export const salesTax = () => { for (;;); };');
    const first = await start();
    await log.publish(SpecValidated(taxSpec()), { conversationId });
    await log.publish(code, { conversationId });
    await eventually(() => expect(running()).not.toEqual([]), { ...PATIENT, intervalMs: 20 });
    await first.kill('SIGKILL');
    await eventually(() => expect(running()).toEqual([]), PATIENT);
    expect(leftBy(first)).not.toEqual([]);

    const second = await start();
    expect(leftBy(first)).toEqual([]);
    await eventually(() => expect(log.concluded(conversationId)).toHaveLength(1), PATIENT);
    expect(log.concluded(conversationId)).toMatchObject([
      {
        type: 'pr.reviewed',
        data: { verdict: 'CHANGES_REQUESTED', failures: [{ cause: 'took longer than 3000 ms' }, {}, {}] },
      },
    ]);
    await second.kill();
    expect(running()).toEqual([]);
    expect(leftBy(second)).toEqual([]);
  }, 240_000);
});
