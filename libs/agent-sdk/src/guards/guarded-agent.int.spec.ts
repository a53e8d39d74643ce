import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrderVerified, TransactionCreated } from '@troupe/contracts';
import { eventually, isolated, openEventLog, type EventLog, type IsolatedStack } from '@troupe/testing';
import type { PureContext } from '../agent-context.ts';
import { loadServiceConfig } from '../config.ts';
import { defineAgent } from '../define-agent.ts';
import { definitions, order, verified } from '../delivery/pipeline.fixture.ts';
import { runAgent } from '../run-agent.ts';
import { when } from '../when.ts';
import { guard } from './guard.ts';

let place: IsolatedStack;
let log: EventLog;
beforeAll(async () => {
  place = await isolated('guarded-agent');
  log = await openEventLog(place, { deadLettersOf: ['guarded-agent'], events: definitions });
}, 60_000);
afterAll(async () => {
  await log.close();
  await place.drop();
}, 60_000);

describe('an agent whose model is away', () => {
  it('waits without giving events up, says for what, and goes on when the model is there again', async () => {
    const openai = guard('openai', { breaker: { after: 1, halfOpenAfter: '200ms' } });
    const model = { away: true, asked: 0 };
    const ask = (): Promise<typeof verified> => {
      model.asked += 1;
      return model.away ? Promise.reject(new Error('connect ECONNREFUSED')) : Promise.resolve(verified);
    };
    const agent = defineAgent({
      name: 'guarded-agent',
      publishes: [OrderVerified],
      pure: true,
      retry: { attempts: 2, initial: '10ms', max: '10ms' },
      dependencies: [openai],
      on: [when(TransactionCreated, (_, { signal }: PureContext) => openai.call(ask, { signal }))],
    });
    const config = loadServiceConfig({ ...place.env, LOG_LEVEL: 'fatal' }, { name: agent.name, database: false });
    const handle = await runAgent(agent, { config, standalone: false });
    try {
      const conversationId = randomUUID();
      await log.publish(order, { conversationId });
      await eventually(() => expect(model.asked).toBeGreaterThan(3), { timeoutMs: 20_000 });
      await eventually(async () => {
        const ready = await fetch(`${handle.url}/health/ready`);
        expect([ready.status, await ready.text()]).toEqual([503, expect.stringContaining('"openai":false')]);
      });
      expect(await (await fetch(`${handle.url}/metrics`)).text()).toMatch(/server_up\{server="openai"[^}]*\} 0/);
      model.away = false;
      await eventually(() => expect(log.concluded(conversationId)).toHaveLength(1), { timeoutMs: 20_000 });
      await eventually(async () => expect((await fetch(`${handle.url}/health/ready`)).status).toBe(200));
      expect(log.deadLetters()).toEqual([]);
    } finally {
      await handle.stop();
    }
  }, 60_000);
});
