import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadServiceConfig, runAgent, type ServiceHandle } from '@troupe/agent-sdk';
import { eventually, isolated, openEventLog, type EventLog, type IsolatedStack } from '@troupe/testing';
import { randomUUID } from 'node:crypto';
import { migrations } from './migrations.ts';
import { CONTENT, ticket, UPSET } from './tickets.fixture.ts';
import { triageAgent } from './triage.agent.ts';

let place: IsolatedStack;
let log: EventLog;
let agent: ServiceHandle;

beforeAll(async () => {
  const { name, consumes, publishes } = triageAgent();
  place = await isolated(name);
  log = await openEventLog(place, { deadLettersOf: [name], events: [...consumes, ...publishes] });
  agent = await runAgent(triageAgent(), {
    config: loadServiceConfig({ ...place.env, LOG_LEVEL: 'silent' }, { name }),
    migrations,
    standalone: false,
  });
}, 60_000);

afterAll(async () => {
  await agent.stop();
  await log.close();
  await place.drop();
}, 60_000);

describe('ticket.opened', () => {
  it.each([
    [UPSET, 'support.critical'],
    [CONTENT, 'support.routine'],
  ])('that says %j is answered with %s', async (text, type) => {
    const conversationId = randomUUID();
    const { envelope } = await log.publish(ticket(text), { conversationId });
    await eventually(() =>
      expect(log.concluded(conversationId)).toMatchObject([
        { type, envelope: { source: 'triage-agent', causationId: envelope.id } },
      ]),
    );
  });
});
