import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadServiceConfig, runAgent, type ServiceHandle } from '@troupe/agent-sdk';
import { SpecValidated } from '@troupe/contracts';
import { couldHold } from '@troupe/sandbox';
import { eventually, openEventLog, type EventLog } from '@troupe/testing';
import { taxSpec } from '@troupe/testing/tax-spec';
import { migrations } from './migrations.ts';
import { openQa, type TestQa } from './qa.fixture.ts';

/** Where nothing could hold, nothing is run. */
const walled = (await couldHold()) ? describe : describe.skip;

let qa: TestQa;
let log: EventLog;
let service: ServiceHandle;
beforeAll(async () => {
  qa = await openQa('qa-agent', { user: 60_874 });
  const agent = qa.agent();
  log = await openEventLog(qa.place, { deadLettersOf: [agent.name], events: [...agent.consumes, ...agent.publishes] });
  service = await runAgent(agent, {
    config: loadServiceConfig({ ...qa.place.env, LOG_LEVEL: 'silent' }, { name: 'qa-agent' }),
    migrations,
    standalone: false,
  });
}, 120_000);
afterAll(async () => {
  await service.stop();
  await log.close();
  await qa.close();
}, 60_000);

walled('qa-agent', () => {
  it('reviews each attempt once, in whichever order code and spec come, and however often', async () => {
    const conversationId = randomUUID();
    const first = await qa.commit('export const salesTax = (price) => price / 5;');
    const second = await qa.commit('export const salesTax = (price, rate) => price * rate;', { attempt: 2 });
    const { envelope } = await log.publish(first, { conversationId });
    await log.publish(first, { conversationId, id: envelope.id });
    await log.publish(SpecValidated(taxSpec()), { conversationId });
    await eventually(() => expect(log.concluded(conversationId)).toHaveLength(1), { timeoutMs: 30_000 });
    await log.publish(second, { conversationId });
    await eventually(() => expect(log.concluded(conversationId)).toHaveLength(2), { timeoutMs: 30_000 });
    expect(log.concluded(conversationId).map(({ type, data }) => ({ type, data }))).toMatchObject([
      { type: 'pr.reviewed', data: { attempt: 1, verdict: 'CHANGES_REQUESTED', commit: first.data.commit } },
      { type: 'pr.reviewed', data: { attempt: 2, verdict: 'APPROVED', commit: second.data.commit, failures: [] } },
    ]);
  }, 90_000);
});
