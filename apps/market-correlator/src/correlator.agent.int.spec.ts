import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { agentMigrations } from '@troupe/agent-sdk';
import { namedConversationId, ReportRequested } from '@troupe/contracts';
import { DEFAULT_OPTIONS } from '@troupe/correlation';
import { connectDatabase, migrate, type Database } from '@troupe/database';
import { deliver, isolated, testAgent, type DeliveredEvent, type IsolatedStack } from '@troupe/testing';
import { marketCorrelator } from './correlator.agent.ts';
import { decideCluster } from './decide-cluster.ts';
import { anomaliesOf, residualsOf, summaryOf, type PlayedSource } from './market.fixture.ts';
import { migrations } from './migrations.ts';
import type { CorrelatorTables } from './tables.ts';

let place: IsolatedStack;
let database: Database<CorrelatorTables>;

beforeAll(async () => {
  place = await isolated('market-correlator');
  database = connectDatabase({ url: place.databaseUrl, schema: 'market_correlator', applicationName: 'spec' });
  await migrate(database, agentMigrations(marketCorrelator(), migrations));
});
afterAll(async () => {
  await database.close();
  await place.drop();
});

// It writes to none of these tables itself, and Kysely's types allow no such narrowing.
const agent = () => testAgent(marketCorrelator(), { database: database as unknown as Pick<Database<object>, 'db'> });

const leads: PlayedSource = { source: 'leads', behind: 0, anomalies: [120] };
const follows: PlayedSource = { source: 'follows', behind: 6, anomalies: [122, 124] };

/** What a source tells of four days, of the day of its anomalies, of the day after. */
const tellings = (played: PlayedSource, market: string, toldAfterMs = 0): readonly DeliveredEvent[] =>
  ([[0, 100], [100, 130], [130, 150]] as const).map((hours) =>
    deliver(summaryOf(played, hours), {
      conversationId: namedConversationId('default', market),
      timeMs: Date.UTC(2026, 0, 1) + toldAfterMs,
    }),
  ); // prettier-ignore

const report = () => {
  const series = [follows, leads].map((played) => ({
    source: played.source,
    // The last anomaly is an hour and a minute into 124, six hours before the end of what can belong to it.
    residuals: residualsOf(played, 34, 130),
  }));
  const data = decideCluster('eu', anomaliesOf(leads, follows), series, DEFAULT_OPTIONS);
  if (data === undefined) throw new Error('sources of which one follows the other do not move together');
  return ReportRequested(data);
};

describe('the sources of a market', () => {
  it('that move together are reported once, however what they tell comes in', async () => {
    // Both are there before anything is decided.
    const orders = [
      [0, 3, 1, 2, 4, 5],
      [3, 0, 4, 5, 1, 2],
      [0, 3, 1, 4, 2, 5],
      [3, 0, 4, 1, 5, 2],
    ];
    for (const order of orders) {
      const market = order.join('');
      const told = [...tellings(leads, market), ...tellings(follows, market)];
      const events = order.map((index) => told[index]!);
      await agent()
        .when(...events, ...events)
        .thenPublishes(report());
    }
  });

  it('are waited for while they tell something', () => {
    const market = 'waiting';
    return agent()
      .when(...tellings(leads, market), ...tellings(follows, market).slice(0, 1))
      .thenPublishesNothing();
  });

  it('are not waited for once they have been silent for hours', () => {
    const market = 'silent';
    const alone: PlayedSource = { source: 'silent', anomalies: [] };
    const [first, ...rest] = tellings(follows, market, 11_000_000);
    return agent()
      .given(...tellings(alone, market).slice(0, 1))
      .when(first!, ...tellings(leads, market, 11_000_000), ...rest)
      .thenPublishes(report());
  });
});
