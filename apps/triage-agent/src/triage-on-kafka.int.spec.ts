import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, openAgentPlace, type AgentPlace, type EventLog } from '@troupe/testing';
import { randomUUID } from 'node:crypto';
import { migrations } from './migrations.ts';
import { CONTENT, ticket, UPSET } from './tickets.fixture.ts';
import { triageAgent } from './triage.agent.ts';

let opened: AgentPlace;
let log: EventLog;

beforeAll(async () => {
  opened = await openAgentPlace(triageAgent(), { migrations });
  ({ log } = opened);
}, 60_000);

afterAll(async () => {
  await opened.close();
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
