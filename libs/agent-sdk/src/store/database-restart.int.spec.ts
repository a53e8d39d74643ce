import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TroupeError } from '@troupe/contracts';
import type { Database } from '@troupe/database';
import type { LocalStack } from '@troupe/local-stack';
import { eventually, ownStack } from '@troupe/testing';
import { pino } from 'pino';
import { createRelay } from '../relay/create-relay.ts';
import type { Relay } from '../relay/relay.ts';
import { createDecisionStore } from './decision-store.postgres.ts';
import type { DecisionStore } from './decision-store.ts';
import { createGroupCommit, type Decided, type GroupCommit } from './group-commit.ts';
import { countersIn, increment, openInstance, outputOf, subjectOf, type CounterTables } from './store.fixture.ts';

const CONVERSATIONS = 24;
const SCHEMA = 'restarted';

let stack: LocalStack;
let database: Database<CounterTables>;
let store: DecisionStore;
let commit: GroupCommit<CounterTables>;
let relay: Relay;
const published: string[] = [];
const life = new AbortController();

const publish = async (records: readonly { readonly key: string; readonly topic: string }[]): Promise<void> => {
  await turn();
  published.push(...records.map(({ key, topic }) => `${key} ${topic}`));
};

beforeAll(async () => {
  stack = await ownStack({ only: ['database'] });
  database = await openInstance(stack.databaseUrl, SCHEMA);
  store = createDecisionStore(database);
  commit = createGroupCommit({ database, store });
  relay = createRelay({ store, publisher: { publish }, partitions: () => [0], log: pino({ level: 'silent' }) });
}, 120_000);
afterAll(async () => {
  life.abort();
  await commit.close();
  await relay.close();
  await database.close();
  await stack.stop();
}, 60_000);

/** As often as it takes while the database is away; anything else is an error. */
const decide = async (conversation: string, input: number): Promise<Decided> => {
  const inputId = `${conversation}-${input}`;
  for (;;) {
    try {
      return await commit.decide({
        subject: subjectOf(inputId, conversation),
        signal: life.signal,
        run: async (tx) => {
          await increment(tx, inputId);
          return [{ ...outputOf(inputId), key: conversation, topic: String(input) }];
        },
      });
    } catch (error) {
      if (!TroupeError.is(error) || error.code !== 'DATABASE_UNAVAILABLE') throw error;
      await delay(50);
    }
  }
};

describe('a database that restarts under load', () => {
  it('loses no decision, doubles no state change, and what was decided is published in order', async () => {
    let stop = false;
    const counts = new Map<string, number>();
    const follow = async (conversation: string): Promise<void> => {
      for (let input = 0; !stop; input += 1) {
        const { decision } = await decide(conversation, input);
        counts.set(conversation, input + 1);
        await relay.deliver([decision], life.signal);
      }
    };
    const conversations = Array.from({ length: CONVERSATIONS }, (_, index) => `c-${index}`);
    const running = Promise.all(conversations.map(follow));
    const decided = (): number => [...counts.values()].reduce((sum, count) => sum + count, 0);
    for (const how of ['restart', 'kill', 'restart'] as const) {
      const before = decided();
      await eventually(() => expect(decided()).toBeGreaterThan(before + CONVERSATIONS));
      if (how === 'restart') await stack.restart('database');
      else {
        await stack.kill('database');
        await stack.start('database');
      }
    }
    const after = decided();
    await eventually(() => expect(decided()).toBeGreaterThan(after + CONVERSATIONS), { timeoutMs: 20_000 });
    stop = true;
    await running;

    const counters = await countersIn(database);
    expect(Object.keys(counters)).toHaveLength(decided());
    expect(new Set(Object.values(counters))).toEqual(new Set([1]));
    for (const [conversation, count] of counts) {
      const copies = [...new Set(published.filter((entry) => entry.startsWith(`${conversation} `)))];
      expect(copies).toEqual(Array.from({ length: count }, (_, input) => `${conversation} ${input}`));
    }
    await eventually(async () => expect(await store.undelivered([0], 1, () => false)).toMatchObject({ decisions: [] }));
  }, 90_000);
});
