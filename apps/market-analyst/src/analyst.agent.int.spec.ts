import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { agentMigrations } from '@troupe/agent-sdk';
import { AnomalyDetected, outputId, SignalsObserved, SourceSummarized } from '@troupe/contracts';
import { connectDatabase, migrate, type Database } from '@troupe/database';
import { deliver, isolated, testAgent, type IsolatedStack } from '@troupe/testing';
import { marketAnalyst } from './analyst.agent.ts';
import { migrations } from './migrations.ts';
import { burstAt, signals } from './signals.fixture.ts';
import { NOTHING_UNTOLD, summarize } from './summarize.ts';
import type { MarketTables } from './tables.ts';
import { watchSource } from './watch-source.ts';
import { newSource } from '@troupe/anomaly';

let place: IsolatedStack;
let database: Database<MarketTables>;

beforeAll(async () => {
  place = await isolated('market-analyst');
  database = connectDatabase({ url: place.databaseUrl, schema: 'market_analyst', applicationName: 'spec' });
  await migrate(database, agentMigrations(marketAnalyst(), migrations));
});
afterAll(async () => {
  await database.close();
  await place.drop();
});

// It writes to none of these tables itself, and Kysely's types allow no such narrowing.
const agent = () => testAgent(marketAnalyst(), { database: database as unknown as Pick<Database<object>, 'db'> });
const observed = (conversationId: string, from: number, count: number, burst: number) =>
  deliver(SignalsObserved({ source: conversationId, items: signals(from, count, burst) }), { conversationId });

describe('signals.observed', () => {
  it('is judged by what the source did before, in events of any size, and an anomaly is told with its evidence', () => {
    const expected = watchSource(newSource(), { source: 'one', items: signals(0, 1_500, 1_400) }).anomalies;
    expect(expected).toHaveLength(1);
    return agent()
      .given(observed('one', 0, 700, 1_400), observed('one', 700, 1, 1_400), observed('one', 701, 600, 1_400))
      .when(observed('one', 1_301, 199, 1_400))
      .thenPublishes(AnomalyDetected(expected[0]!.data));
  });

  it('is not counted again when it comes again', () => {
    const [calm, burst] = [observed('twice', 0, 1_000, 1_050), observed('twice', 1_000, 100, 1_050)];
    return agent().given(calm, calm).when(burst, burst).thenPublishes(burstAt('twice', 1_050));
  });

  it('of a source that has a market is told to it by the hour, with the event of each anomaly', () => {
    const source = 'shared';
    const told = (id: string, from: number, count: number) =>
      deliver(SignalsObserved({ source, market: 'eu', items: signals(from, count, 1_050) }), {
        id,
        conversationId: source,
      });
    const burst = burstAt(source, 1_050);
    const { at, value, mean, expected, confidence } = burst.data;
    const event = outputId('second', 'market-analyst', 0);
    const [first, second] = [signals(0, 1_000, 1_050), signals(1_000, 100, 1_050)];
    const before = watchSource(newSource(), { source, items: first });
    const { summary } = summarize(
      summarize(NOTHING_UNTOLD, before.readings, []).untold,
      watchSource(before.state, { source, items: second }).readings,
      [{ event, at, value, mean, expected, confidence }],
    );
    expect(summary?.anomalies).toHaveLength(1);
    return agent()
      .given(told('first', 0, 1_000))
      .when(told('second', 1_000, 100))
      .thenPublishes(burst, SourceSummarized({ market: 'eu', source, ...summary! }));
  });

  it('is judged by its own source alone', () =>
    agent()
      .given(observed('calm', 0, 1_000, -1), observed('bursting', 0, 1_000, 500))
      .when(observed('calm', 1_000, 100, -1))
      .thenPublishesNothing());
});
