import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { CodeAbandoned, CodeCommitted, parseJsonData, PrReviewed, type EventDefinition } from '@troupe/contracts';
import { callInSandbox, couldHold, probeSandbox, type SandboxProbe } from '@troupe/sandbox';
import { eventually } from '@troupe/testing';
import { createWorkspaces } from '@troupe/workspace';
import { runDeliveryDemo } from '../demo/delivery/delivery-demo.ts';
import { outcomeOf, type FeatureStory } from '../demo/delivery/feature-story.ts';
import { measureEscapes } from '../demo/delivery/measure-escapes.ts';
import { gatewayClient } from '../demo/gateway-client.ts';
import { expectSoundDelivery } from './delivery-audit.fixture.ts';
import { ASKED, gitLines, HOPELESS, LOOPED, PLAIN, typesOf, WORKSPACE } from './delivery.fixture.ts';
import { startTestFleet, type TestFleet } from './fleet.fixture.ts';

jest.setTimeout(400_000);

/** Where nothing could hold, nothing is reviewed. */
const walled = (await couldHold()) ? describe : describe.skip;

const WITHIN_MS = 240_000;
const PATIENT = { timeoutMs: WITHIN_MS, intervalMs: 20 };

let folder: string;
let fleet: TestFleet;
let probe: SandboxProbe;
const stories = new Map<string, FeatureStory>();
const storyOf = ({ name }: { readonly name: string }): FeatureStory => stories.get(name)!;

/** What events of a type say in a story, in the order of the log. */
const toldIn = <Data>({ events }: FeatureStory, type: EventDefinition<string, Data>): readonly Data[] =>
  events.flatMap((event) => (event.type === type.type ? (parseJsonData(type, event.data).data ?? []) : []));

/** A row of main.features; what is read one by one has a type, what is compared as a whole needs none. */
type FeatureRow = Readonly<Record<string, unknown>> & {
  readonly merged: string | null;
  readonly tried: readonly string[];
};
const rowOf = async (feature: { readonly name: string }): Promise<FeatureRow> => {
  const { conversationId } = storyOf(feature);
  const [row] = await fleet.query<FeatureRow>('select * from main.features where id = $1', [conversationId]);
  return row!;
};

const crash = async (service: string): Promise<void> => {
  await fleet.kill(service, 'SIGKILL');
  await fleet.start(service);
};

/** Kills those who write and those who review as soon as something is committed, and starts them again. */
const disturb = async (): Promise<void> => {
  const committed = () => [...stories.values()].some((story) => typesOf(story).includes('code.committed'));
  await eventually(() => expect(committed()).toBe(true), PATIENT);
  await Promise.all(['developer-agent', 'qa-agent'].map(crash));
};

walled('features that are asked for while developer and reviewer are killed with kill -9', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'troupe-delivery-'));
    fleet = await startTestFleet('delivery', { flow: 'delivery', env: { WORKSPACES_DIR: folder } });
    const asking = runDeliveryDemo({
      gateway: gatewayClient(fleet.url('gateway')),
      features: [PLAIN, ASKED, HOPELESS, LOOPED],
      run: 'e2e',
      withinMs: WITHIN_MS,
      signal: new AbortController().signal,
      onProgress: (story) => stories.set(story.feature.name, story),
    });
    [probe] = await Promise.all([probeSandbox({ user: 60_876 }), asking, disturb()]);
  });
  afterAll(async () => {
    await probe.close();
    await fleet.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const DELIVERED = ['code.committed', 'code.merged', 'feature.approved', 'feature.delivered', 'feature.requested', 'pr.reviewed']; // prettier-ignore

  it('are delivered, each step once, by whoever is told of the one before', async () => {
    expect(typesOf(storyOf(PLAIN))).toEqual([...DELIVERED, 'spec.validated']);
    expect(await rowOf(PLAIN)).toMatchObject({ workspace: WORKSPACE, outcome: 'delivered', attempts: 1, rounds: 0 });
  });

  it('are asked about, and delivered once a person has answered', async () => {
    expect(typesOf(storyOf(ASKED))).toEqual([...DELIVERED, 'spec.answered', 'spec.rejected', 'spec.validated']);
    expect(await rowOf(ASKED)).toMatchObject({ outcome: 'delivered', attempts: 1, rejections: 1, reasons: [] });
  });

  it('are on main, where they are right for examples that nobody was shown', async () => {
    const delivered = [PLAIN, ASKED].map(storyOf);
    const measured = await measureEscapes(delivered, {
      workspaces: createWorkspaces({ folder }),
      run: (code) => callInSandbox({ ...code, probe }),
    });
    expect(measured.map(({ story, ...rest }) => ({ name: story.feature.name, ...rest }))).toEqual([
      { name: 'plain', examples: 2, wrong: [] },
      { name: 'asked', examples: 2, wrong: [] },
    ]);
    const onMain = gitLines(folder, 'rev-list', 'main');
    for (const feature of [PLAIN, ASKED]) expect(onMain).toContain((await rowOf(feature)).merged);
  });

  it('are given up with everything that was tried, and leave nothing in the repository', async () => {
    const story = storyOf(HOPELESS);
    expect(typesOf(story)).toEqual(['code.abandoned', 'feature.abandoned', 'feature.requested', 'spec.validated']);
    const [abandoned] = toldIn(story, CodeAbandoned);
    expect(abandoned?.tried.length).toBeGreaterThan(0);
    const row = await rowOf(HOPELESS);
    expect(row).toMatchObject({ outcome: 'abandoned', attempts: 0, merged: null, reasons: [abandoned?.reason] });
    expect(row.tried).toEqual(abandoned?.tried.map((line) => `attempt 1: ${line}`));
    expect(gitLines(folder, 'for-each-ref', 'refs/heads/feature').join()).not.toContain('article-number');
  });

  it('go back to the developer with the example that was held out, who writes something else or gives up', async () => {
    const story = storyOf(LOOPED);
    const sentBack = toldIn(story, PrReviewed).filter(({ verdict }) => verdict === 'CHANGES_REQUESTED');
    expect(sentBack[0]?.failures).toContainEqual(
      expect.objectContaining({ arguments: ['"dora may"'], expected: '"Dora May"' }),
    );
    const commits = toldIn(story, CodeCommitted);
    const attempts = [...commits, ...toldIn(story, CodeAbandoned)].map(({ attempt }) => attempt);
    expect(attempts).toEqual([1, ...sentBack.map(({ attempt }) => attempt + 1)]);
    const row = await rowOf(LOOPED);
    expect(row).toMatchObject({ outcome: outcomeOf(story), attempts: commits.length, rounds: sentBack.length });
    expect(row.tried.join('\n')).toMatch(/review of attempt 1: .*: returned another result/);
  });

  it('lose and double nothing: not in the log, not in a table, not in the repository', async () => {
    const { events } = await expectSoundDelivery(fleet);
    const causes = events.flatMap(({ type, causationId }) => (type === 'code.committed' ? [causationId] : []));
    const bodies = gitLines(folder, 'log', '--all', '--min-parents=1', '--format=%B');
    const keys = bodies.flatMap((line) =>
      line.startsWith('Troupe-Event: ') ? [line.slice('Troupe-Event: '.length)] : [],
    );
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys).toEqual(expect.arrayContaining(causes));
    const carried = (await fleet.query('select id from main.features where merged <> reviewed')).length;
    expect(keys).toHaveLength(causes.length + carried);
    expect(gitLines(folder, 'fsck', '--strict', '--no-dangling')).toEqual([]);
  });
});
