import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FeatureRequested } from '@troupe/contracts';
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
import { request, TAX_FEATURE } from './requests.fixture.ts';

/** Where nothing could hold, nothing is reviewed. */
const walled = (await couldHold()) ? describe : describe.skip;

const SERVICES = ['pm-agent', 'developer-agent', 'qa-agent', 'saga-coordinator'];
const PATIENT = { timeoutMs: 180_000 };
const folder = mkdtempSync(join(tmpdir(), 'troupe-prose-'));
let place: IsolatedStack;
let log: EventLog;
let model: ScriptedModel;
const running: ServiceProcess[] = [];

const CODE = { path: 'src/sales-tax.js', content: 'export const salesTax = (price) => price / 5;\n' };
/** Says what a model does next that has a task and tools: by how many of them it was answered already. */
const coding = ({ body }: ModelRequest): ScriptedReply => {
  const answered = body.messages?.filter(({ role }) => role === 'tool').length ?? 0;
  const calls = [
    { name: 'write_file', arguments: CODE },
    { name: 'run_tests', arguments: {} },
  ];
  const next = calls[answered];
  return next === undefined ? { text: 'It takes a fifth.' } : { toolCalls: [next] };
};

beforeAll(async () => {
  place = await isolated('prose');
  log = await openEventLog(place, { deadLettersOf: SERVICES });
  model = await startScriptedModel({
    otherwise: (asked) =>
      asked.body.tools === undefined ? { json: { feature: TAX_FEATURE, questions: [] } } : coding(asked),
  });
  const env = { ...place.env, ...model.env, WORKSPACES_DIR: folder, SAGAS_PORT: '0' };
  const start = (name: string): Promise<ServiceProcess> =>
    startServiceProcess({ main: join(import.meta.dirname, `../../${name}/src/main.ts`), env, name, readyWithinMs: 120_000 }); // prettier-ignore
  for (const name of SERVICES) running.push(await start(name));
}, 400_000);
afterAll(async () => {
  for (const service of running) await service.kill();
  await model.close();
  await log.close();
  await place.drop();
  rmSync(folder, { recursive: true, force: true });
}, 120_000);

walled('a wish in prose, where a model is configured', () => {
  it('becomes a feature, a spec, code and a review, and main holds it', async () => {
    const conversationId = randomUUID();
    const wish = request({ feature: null, prose: 'Every price is taxed with a fifth.' });
    await log.publish(FeatureRequested(wish), { conversationId });
    const types = (): readonly string[] => log.concluded(conversationId).map(({ type }) => type);
    await eventually(() => expect(types()).toContain('feature.delivered'), PATIENT);
    const told = new Map(log.concluded(conversationId).map((event) => [event.type, event.data]));
    expect(told.get('spec.validated')).toMatchObject({ feature: TAX_FEATURE, decidedBy: expect.stringContaining('write-feature@1') }); // prettier-ignore
    expect(told.get('code.committed')).toMatchObject({ decidedBy: 'openai-compatible:scripted (write-code@1)' });
    expect(told.get('pr.reviewed')).toMatchObject({ verdict: 'APPROVED' });
    const git = ['--git-dir', join(folder, 'shop.git'), 'show', `main:${CODE.path}`];
    expect(execFileSync('git', git, { encoding: 'utf8' })).toContain(CODE.content);
    expect(log.deadLetters()).toEqual([]);
  }, 240_000);
});
