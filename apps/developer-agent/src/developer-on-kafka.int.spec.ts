import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadServiceConfig, runAgent, type ServiceHandle } from '@troupe/agent-sdk';
import { FeatureApproved, SpecValidated, type CodeCommittedData, type Event } from '@troupe/contracts';
import { connectDatabase } from '@troupe/database';
import { eventually, openServicePlace, type ServicePlace } from '@troupe/testing';
import { probeSandbox, type SandboxProbe } from '@troupe/sandbox';
import { createWorkspaces, type Workspaces } from '@troupe/workspace';
import { synthesisAuthor } from './authors/synthesis-author.ts';
import { choreography } from './choreography.ts';
import { developerAgent } from './developer.agent.ts';
import { reviewOf } from './developer.fixture.ts';
import { memoryOf } from './memory.ts';
import { migrations } from './migrations.ts';
import { sandboxTester } from './own-tests/sandbox-tester.ts';
import type { DeveloperTables } from './tables.ts';
import { taxSpec } from './tax.fixture.ts';

const NAME = 'developer-agent';
let own: ServicePlace;
let workspaces: Workspaces;
let agent: ServiceHandle;
let probe: SandboxProbe;

beforeAll(async () => {
  own = await openServicePlace(choreography);
  workspaces = createWorkspaces({ folder: own.folder });
  const database = connectDatabase<DeveloperTables>({ url: own.place.databaseUrl, schema: 'developer_agent' });
  probe = await probeSandbox();
  const tools = { workspaces, author: synthesisAuthor(), tester: sandboxTester(probe), memory: memoryOf(database) };
  agent = await runAgent(developerAgent(tools), {
    config: loadServiceConfig({ ...own.place.env, LOG_LEVEL: 'silent' }, { name: NAME }),
    migrations,
    standalone: false,
  });
}, 60_000);
afterAll(async () => {
  await agent.stop();
  await own.close();
}, 60_000);

const PATIENT = { timeoutMs: 40_000 };
/** What the agent has concluded, once there are so many events. */
const concluded = async (conversationId: string, count: number): Promise<Event> => {
  await eventually(() => expect(own.log.concluded(conversationId)).toHaveLength(count), PATIENT);
  return own.log.concluded(conversationId)[count - 1]!;
};

describe('the developer', () => {
  it('writes code by searching, mends it after a review, and lets main hold what is approved', async () => {
    const conversationId = randomUUID();
    await own.log.publish(SpecValidated(taxSpec()), { conversationId });
    const tested = probe.missing.length === 0 ? 'its own tests pass in the sandbox' : 'not tested before the commit';
    const first = await concluded(conversationId, 1);
    expect(first).toMatchObject({
      type: 'code.committed',
      data: {
        attempt: 1,
        decidedBy: 'offline-synthesis@2',
        how: expect.stringMatching(new RegExp(`^searched from 3 examples: .*${tested}`)),
      },
    });

    // The search knew nothing of the large price: what a review tells is known in the next attempt.
    const { commit, branch } = first.data as CodeCommittedData;
    await own.log.publish(reviewOf(commit, { branch }), { conversationId });
    const second = await concluded(conversationId, 2);
    expect(second).toMatchObject({
      type: 'code.committed',
      data: { attempt: 2, branch, how: expect.stringContaining('searched from 4 examples') },
    });

    const reviewed = (second.data as CodeCommittedData).commit;
    const approval = FeatureApproved({ workspace: 'shop', branch, commit: reviewed, attempt: 2 });
    await own.log.publish(approval, { conversationId });
    expect(await concluded(conversationId, 3)).toMatchObject({
      type: 'code.merged',
      data: { commit: reviewed, reviewed },
    });
    expect(await (await workspaces.open('shop')).main()).toBe(reviewed);
    expect(own.log.deadLetters()).toEqual([]);
  }, 120_000);
});
