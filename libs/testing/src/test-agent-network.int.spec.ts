import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  agentMigrations,
  defineAgent,
  when,
  type AgentContext,
  type AgentDefinition,
  type PrepareContext,
  type Reaction,
} from '@troupe/agent-sdk';
import { ItemsReserved, OrderVerified, type DraftOf } from '@troupe/contracts';
import { connectDatabase, migrate, type Database } from '@troupe/database';
import { isolated, type IsolatedStack } from './stack-isolated.ts';
import { testAgent } from './test-agent.ts';

const server = createServer((_, response) => response.end('rules@1'));
const fetchRules = async (): Promise<string> =>
  (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)).text();
const verified = OrderVerified({ score: 0, reasons: [], decidedBy: 'rules@1' });
const decidedBy = (text: string) => OrderVerified({ score: 0, reasons: [], decidedBy: text });
const reserved = ItemsReserved({ lines: [] });

const agentThat = (reaction: Reaction<DraftOf<typeof OrderVerified>, AgentContext>): AgentDefinition =>
  defineAgent({ name: 'networker', publishes: [OrderVerified], on: [reaction] });

/** Prepared, so that all of these agents have the same tables. */
const prepared = agentThat(
  when(ItemsReserved)
    .prepare((_, { record }) => record('rules', fetchRules))
    .then((_, rules) => decidedBy(rules)),
);

let place: IsolatedStack;
let database: Database<object>;
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  place = await isolated('networker');
  database = connectDatabase({ url: place.databaseUrl, schema: 'networker' });
  await migrate(database, agentMigrations(prepared));
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await database.close();
  await place.drop();
});

describe('an agent under test', () => {
  it('fails when its handler fetches inside its transaction', async () => {
    const fetching = agentThat(when(ItemsReserved, async () => decidedBy(await fetchRules())));
    await expect(testAgent(fetching, { database }).when(reserved).thenPublishes(verified)).rejects.toMatchObject({
      code: 'TRANSACTION_OPEN',
    });
  });

  it('fails even when nobody looks at what it concludes, or waits for the answer', async () => {
    const heedless = agentThat(when(ItemsReserved, () => (void fetchRules(), verified)));
    const shown = testAgent(heedless, { database }).given(reserved);
    await expect(shown.thenPublishesNothing()).rejects.toMatchObject({ code: 'TRANSACTION_OPEN' });
    await expect(shown.thenDeadLetters('TRANSACTION_OPEN')).rejects.toMatchObject({ code: 'TRANSACTION_OPEN' });
  });

  it('passes when the same is done in prepare', () =>
    testAgent(prepared, { database }).when(reserved).thenPublishes(verified));

  it('cannot record a step inside its transaction', async () => {
    let kept: PrepareContext | undefined;
    const late = agentThat(
      when(ItemsReserved)
        .prepare((_, context) => void (kept = context))
        .then(async () => decidedBy((await kept?.record('rules', () => 'rules@1')) ?? '')),
    );
    await testAgent(late, { database }).when(reserved).thenDeadLetters('TRANSACTION_OPEN');
  });
});
