import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { agentMigrations } from '@troupe/agent-sdk';
import { PersonNotified, SupportCritical } from '@troupe/contracts';
import { connectDatabase, migrate, type Database } from '@troupe/database';
import { deliver, isolated, testAgent, type AgentScenario, type IsolatedStack } from '@troupe/testing';
import { randomUUID } from 'node:crypto';
import type { Channel, Notice } from './channels/channel.ts';
import { notifierAgent } from './notifier.agent.ts';

let place: IsolatedStack;
let database: Database<object>;
beforeAll(async () => {
  place = await isolated('human-notifier');
  database = connectDatabase({ url: place.databaseUrl, schema: 'human_notifier', applicationName: 'human-notifier' });
  await migrate(database, agentMigrations(notifierAgent()));
});
afterAll(async () => {
  await database.close();
  await place.drop();
});

const told: Notice[] = [];
/** Takes everything, and remembers what. */
const people: Channel = {
  name: 'webhook',
  send: (notice) => Promise.resolve({ proof: 'HTTP 200', messageId: `m-${told.push(notice)}` }),
};

const agent = (channels: readonly Channel[] = [people]): AgentScenario =>
  testAgent(notifierAgent({ channels }), { database });

const critical = SupportCritical({
  ...({ score: -0.9, confidence: 0.95, calibration: 'ESTIMATED', threshold: -0.5, urgency: 'HIGH' } as const),
  ...{ topic: 'delay', reasons: [{ cue: 'wait', text: 'two hours', weight: 1 }], decidedBy: 'offline-lexicon@1' },
});
const notified = (channels = [people.name]) =>
  PersonNotified({
    channels: channels.map((channel) => ({
      channel,
      delivered: true,
      proof: 'HTTP 200',
      messageId: 'm-1',
      attempts: 1,
    })),
  });

describe('support.critical', () => {
  it('is told to people, with why, and what they said to it is kept', async () => {
    const conversationId = randomUUID();
    told.length = 0;
    await agent().when(deliver(critical, { conversationId })).thenPublishes(notified());
    expect(told).toMatchObject([{ subject: 'Critical ticket: delay, urgency high' }]);
    expect(told[0]?.text).toContain(`Score -0.9, for "two hours"\nTicket ${conversationId}`);
  });

  it('is told once, also when the process dies before it is decided', async () => {
    told.length = 0;
    const event = deliver(critical, { conversationId: randomUUID() });
    await agent().interrupted(event).when(event).thenPublishes(notified());
    expect(told).toHaveLength(1);
  });

  it('is told to nobody where no channel is configured, and that is said', async () => {
    await agent([]).when(critical).thenPublishes(notified([]));
  });
});
