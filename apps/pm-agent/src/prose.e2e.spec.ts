import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FeatureRequested, type FeatureRequestedData } from '@troupe/contracts';
import { couldHold } from '@troupe/sandbox';
import {
  eventually,
  isolated,
  openEventLog,
  startScriptedModel,
  startServiceProcess,
  type EventLog,
  type IsolatedStack,
  type ModelRequest,
  type ScriptedModel,
  type ScriptedReply,
  type ServiceProcess,
} from '@troupe/testing';
import { CONTRADICTION, request, TAX_FEATURE } from './requests.fixture.ts';

/** Where nothing could hold, nothing is reviewed. */
const walled = (await couldHold()) ? describe : describe.skip;

const SERVICES = ['pm-agent', 'developer-agent', 'qa-agent', 'saga-coordinator'];
const PATIENT = { timeoutMs: 180_000 };
const folder = mkdtempSync(join(tmpdir(), 'troupe-prose-'));
let place: IsolatedStack;
let log: EventLog;
let model: ScriptedModel;
const running = new Map<string, ServiceProcess>();
const start = (name: string): Promise<ServiceProcess> =>
  startServiceProcess({
    main: join(import.meta.dirname, `../../${name}/src/main.ts`),
    env: { ...place.env, ...model.env, WORKSPACES_DIR: folder, SAGAS_PORT: '0', KAFKA_SESSION_TIMEOUT: '3s' },
    name,
    readyWithinMs: 120_000,
  });
const typesOf = (conversationId: string): readonly string[] => log.concluded(conversationId).map(({ type }) => type);
const ask = async (wish: FeatureRequestedData): Promise<string> => {
  const conversationId = randomUUID();
  await log.publish(FeatureRequested(wish), { conversationId });
  return conversationId;
};

const CODE = { path: 'src/sales-tax.js', content: 'export const salesTax = (price) => price / 5;\n' };
/** Titles: by them the model knows what is to happen. */
const KILLED = 'Coded by who is killed';
const DEAR_TO_WRITE = 'Too dear to write';
const DEAR_TO_CODE = 'Too dear to code';
/** All but a little of what a conversation may use up. */
const ALL_BUT = { input: 499_900, output: 20 };

const isAbout = ({ body }: ModelRequest, title: string): boolean => JSON.stringify(body.messages).includes(title);
/** How many tool calls a model was answered already that has a task and tools. */
const answeredIn = ({ body }: ModelRequest): number => body.messages?.filter(({ role }) => role === 'tool').length ?? 0;
/** How often the model was asked to code for this title, having been answered so many tool calls. */
const timesAsked = (title: string, answered: number): number =>
  model.requests().filter((asked) => isAbout(asked, title) && answeredIn(asked) === answered).length;

/** Says what a model does next that has a task and tools. */
const coding = (asked: ModelRequest): ScriptedReply => {
  const calls = [
    { name: 'write_file', arguments: CODE },
    { name: 'run_tests', arguments: {} },
  ];
  const next = calls[answeredIn(asked)];
  return next === undefined ? { text: 'It takes a fifth.' } : { toolCalls: [next] };
};
const reply = (asked: ModelRequest): ScriptedReply => {
  if (isAbout(asked, DEAR_TO_WRITE)) return { json: { feature: CONTRADICTION, questions: [] }, usage: ALL_BUT };
  if (asked.body.tools === undefined) return { json: { feature: TAX_FEATURE, questions: [] } };
  if (isAbout(asked, DEAR_TO_CODE)) return { ...coding(asked), usage: ALL_BUT };
  // It thinks for longer than whoever asks lives, when it is asked for the first time what to do with its file.
  const isEndless = answeredIn(asked) === 1 && timesAsked(KILLED, 1) === 1 && isAbout(asked, KILLED);
  return isEndless ? { ...coding(asked), delayMs: 600_000 } : coding(asked);
};

beforeAll(async () => {
  place = await isolated('prose');
  log = await openEventLog(place, { deadLettersOf: SERVICES });
  model = await startScriptedModel({ otherwise: reply });
  for (const name of SERVICES) running.set(name, await start(name));
}, 400_000);
afterAll(async () => {
  for (const service of running.values()) await service.kill();
  await model.close();
  await log.close();
  await place.drop();
  rmSync(folder, { recursive: true, force: true });
}, 120_000);

walled('a wish in prose, where a model is configured', () => {
  it('becomes a feature, a spec, code and a review, and main holds it', async () => {
    const conversationId = await ask(request({ feature: null, prose: 'Every price is taxed with a fifth.' }));
    await eventually(() => expect(typesOf(conversationId)).toContain('feature.delivered'), PATIENT);
    const told = new Map(log.concluded(conversationId).map((event) => [event.type, event.data]));
    expect(told.get('spec.validated')).toMatchObject({ feature: TAX_FEATURE, decidedBy: expect.stringContaining('write-feature@1') }); // prettier-ignore
    expect(told.get('code.committed')).toMatchObject({ decidedBy: 'openai-compatible:scripted (write-code@1)' });
    expect(told.get('pr.reviewed')).toMatchObject({ verdict: 'APPROVED' });
    const git = ['--git-dir', join(folder, 'shop.git'), 'show', `main:${CODE.path}`];
    expect(execFileSync('git', git, { encoding: 'utf8' })).toContain(CODE.content);
    expect(log.deadLetters()).toEqual([]);
  }, 240_000);
});

walled('a feature that a model codes', () => {
  it('is coded once though its developer is killed with kill -9 while the model thinks, and no answer is asked for again', async () => {
    const conversationId = await ask(request({ title: KILLED, workspace: 'killed' }));
    await eventually(() => expect(timesAsked(KILLED, 1)).toBe(1), PATIENT);
    await running.get('developer-agent')!.kill('SIGKILL');
    running.set('developer-agent', await start('developer-agent'));
    await eventually(() => expect(typesOf(conversationId)).toContain('feature.delivered'), PATIENT);
    expect([0, 1, 2].map((answered) => timesAsked(KILLED, answered))).toEqual([1, 2, 1]);
    expect(typesOf(conversationId).toSorted()).toEqual(
      ['code.committed', 'code.merged', 'feature.approved', 'feature.delivered', 'pr.reviewed', 'spec.validated'],
    ); // prettier-ignore
    const commits = execFileSync('git', ['--git-dir', join(folder, 'killed.git'), 'rev-list', '--count', '--all']);
    expect(Number(commits)).toBe(2);
    expect(log.deadLetters()).toEqual([]);
  }, 240_000);

  it.each([
    ['written', 'pm-agent', request({ title: DEAR_TO_WRITE, workspace: 'dear', feature: null, prose: 'Tax it.' })],
    ['coded', 'developer-agent', request({ title: DEAR_TO_CODE, workspace: 'dear' })],
  ])('is given up once its conversation has used up what it may while it is %s, and says who met the limit', async (_, agent, wish) => {
    const conversationId = await ask(wish);
    await eventually(() => expect(typesOf(conversationId)).toContain('feature.abandoned'), PATIENT);
    const told = new Map(log.concluded(conversationId).map((event) => [event.type, event.data]));
    expect(told.get('budget.exhausted')).toEqual({ resource: 'tokens', limit: 500_000, spent: 499_920, agent });
    expect(told.get('feature.abandoned')).toMatchObject({
      reasons: [`${agent} met the limit of the conversation: tokens, 499920 spent`],
    });
    expect(timesAsked(wish.title, 0)).toBe(1);
  }, 240_000); // prettier-ignore
});
