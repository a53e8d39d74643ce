import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { AgentAnnounced, OrderVerified, TransactionCreated } from '@troupe/contracts';
import { createRegistryCodec, type Codec } from '@troupe/messaging';
import { eventually, isolated, openEventLog, type EventLog, type IsolatedStack } from '@troupe/testing';
import { loadServiceConfig } from '../config.ts';
import { defineAgent } from '../define-agent.ts';
import { definitions, order } from '../delivery/pipeline.fixture.ts';
import { runAgent } from '../run-agent.ts';
import type { ServiceHandle } from '../service/run-service.ts';
import { when } from '../when.ts';
import { runAgents, runControl } from './command/run-fleet.ts';
import type { FleetAgent } from './fleet.ts';
import { readFleet } from './read-fleet.ts';

const NAMES = ['told-agent', 'late-agent', 'two-agent', 'seen-agent'];
const verified = OrderVerified({ score: 0.1, reasons: [], decidedBy: 'rules@1' });

let place: IsolatedStack;
let log: EventLog;
let codec: Codec;
beforeAll(async () => {
  place = await isolated('fleet');
  log = await openEventLog(place, { deadLettersOf: NAMES, events: definitions });
  codec = createRegistryCodec({ url: place.schemaRegistryUrl, prefix: place.prefix });
}, 60_000);
afterAll(async () => {
  await log.close();
  await place.drop();
}, 60_000);

const running: ServiceHandle[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((agent) => agent.stop()));
}, 60_000);

const start = async (name: string): Promise<ServiceHandle> => {
  const env = { ...place.env, LOG_LEVEL: 'silent', ANNOUNCE_EVERY: '1s' };
  const agent = defineAgent({
    name,
    version: '7',
    publishes: [OrderVerified],
    pure: true,
    on: [when(TransactionCreated, () => verified)],
  });
  const handle = await runAgent(agent, {
    config: loadServiceConfig(env, { name, database: false }),
    standalone: false,
  });
  running.push(handle);
  return handle;
};
const ask = async (): Promise<string> => {
  const conversationId = randomUUID();
  await log.publish(TransactionCreated(order.data), { conversationId });
  return conversationId;
};
const answers = (name: string, conversationId: string): number =>
  log.concluded(conversationId).filter(({ envelope }) => envelope.source === name).length;
const agentOf = async (name: string): Promise<FleetAgent | undefined> =>
  (await readFleet({ messaging: log.messaging, codec })).find((agent) => agent.name === name);
const patiently = (assertion: () => unknown): Promise<unknown> => eventually(assertion, { timeoutMs: 20_000 });
const stateOf = async (name: string): Promise<readonly string[] | undefined> =>
  (await agentOf(name))?.instances.map(({ state }) => state);

/** Runs a command, and gives its exit code and what it wrote. */
const run = async (command: typeof runAgents, ...args: string[]): Promise<{ code: number; text: string }> => {
  const lines: string[] = [];
  const write = (line: string): void => void lines.push(line);
  const code = await command({ args, env: place.env, out: write, err: write });
  return { code, text: lines.join('\n') };
};
const control = async (...args: string[]): Promise<void> => {
  expect(await run(runControl, ...args, '--reason', 'spec')).toMatchObject({ code: 0 });
};

describe('an agent in its fleet', () => {
  it('announces itself with what it can do, and takes that back when it stops', async () => {
    const handle = await start('seen-agent');
    await patiently(async () => expect(await stateOf('seen-agent')).toEqual(['running']));
    await ask();
    await patiently(async () => expect((await agentOf('seen-agent'))?.p95Ms).toBeGreaterThan(0));
    expect(await agentOf('seen-agent')).toMatchObject({
      versions: ['7'],
      consumes: ['transaction.created'],
      publishes: ['budget.exhausted', 'event.held', 'order.verified'],
      stale: false,
      instances: [{ concurrency: 512, everyMs: 1_000 }],
    });
    expect((await run(runAgents)).text).toMatch(/seen-agent +\S+ +7 +running/);
    expect(JSON.parse((await run(runAgents, '--json')).text)).toMatchObject({ agents: [{ name: 'seen-agent' }] });
    await handle.stop();
    await patiently(async () => expect(await agentOf('seen-agent')).toBe(undefined));
  }, 60_000);

  it('obeys pause, concurrency and resume without a restart, and stays a ready member meanwhile', async () => {
    const handle = await start('told-agent');
    const before = await ask();
    await patiently(() => expect(answers('told-agent', before)).toBe(1));
    await control('told-agent', 'pause');
    await patiently(async () => expect(await stateOf('told-agent')).toEqual(['paused']));
    const meanwhile = await ask();
    await patiently(async () => expect((await agentOf('told-agent'))?.lag).toBe(1));
    expect(answers('told-agent', meanwhile)).toBe(0);
    expect((await fetch(`${handle.url}/health/ready`)).status).toBe(200);
    await control('told-agent', 'concurrency', '3');
    await patiently(async () => expect((await agentOf('told-agent'))?.instances[0]?.concurrency).toBe(3));
    expect(answers('told-agent', meanwhile)).toBe(0);
    await control('told-agent', 'resume');
    await patiently(() => expect(answers('told-agent', meanwhile)).toBe(1));
  }, 60_000);

  it('obeys, when it starts, what still holds: it drains, is not ready, and stays up until it may go on', async () => {
    await control('late-agent', 'drain');
    const handle = await start('late-agent');
    const conversation = await ask();
    await patiently(async () => expect((await agentOf('late-agent'))?.lag).toBeGreaterThanOrEqual(1));
    expect(answers('late-agent', conversation)).toBe(0);
    expect(await stateOf('late-agent')).toEqual(['draining']);
    const health = await fetch(`${handle.url}/health/ready`);
    expect([health.status, await health.json()]).toMatchObject([503, { failed: ['instructed'] }]);
    await control('late-agent', 'resume');
    await patiently(() => expect(answers('late-agent', conversation)).toBe(1));
    await patiently(async () => expect((await fetch(`${handle.url}/health/ready`)).status).toBe(200));
  }, 60_000);

  it('of two instances only one obeys what is said to one', async () => {
    await Promise.all([start('two-agent'), start('two-agent')]);
    await patiently(async () => expect(await stateOf('two-agent')).toEqual(['running', 'running']));
    const second = (await agentOf('two-agent'))?.instances[1]?.instance ?? '';
    await control('two-agent', 'pause', '--instance', second);
    await patiently(async () => expect(await stateOf('two-agent')).toEqual(['running', 'paused']));
    const refused = await run(runControl, 'two-agent', 'pause', '--instance', 'nobody', '--reason', 'spec');
    expect(refused).toMatchObject({ code: 1, text: expect.stringContaining('has no instance nobody') });
  }, 60_000);

  it('is counted as gone when it falls silent without a word', async () => {
    const data = {
      ...{ agent: 'killed-agent', version: '1', instance: 'i-1', consumes: [], publishes: [], inFlight: 0, lag: 0 },
      ...{ state: 'running' as const, startedAt: Date.now(), everyMs: 200 },
    };
    const publisher = await log.messaging.publisher();
    const value = await codec.encode(AgentAnnounced, AgentAnnounced(data).data);
    await publisher.publish([{ topic: AgentAnnounced.type, key: 'killed-agent/i-1', value, headers: {} }]);
    await patiently(async () => expect(await agentOf('killed-agent')).toMatchObject({ stale: true }));
  }, 60_000);
});
