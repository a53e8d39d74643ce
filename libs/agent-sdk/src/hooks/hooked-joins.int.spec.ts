import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { ItemsReserved, OrderFlagged, OrderVerified, ShipmentBooked } from '@troupe/contracts';
import { connectDatabase, migrate, type Database } from '@troupe/database';
import { isolated, testAgent, type IsolatedStack } from '@troupe/testing';
import { agentMigrations } from '../agent-migrations.ts';
import { defineAgent } from '../define-agent.ts';
import { when } from '../when.ts';
import { before } from './hooks.ts';
import { deny, mutate, proceed, requireApproval, skip } from './verdict.ts';

const counted = (pieces: number) => OrderVerified({ score: pieces, reasons: [], decidedBy: 'counter@1' });
const missing = OrderFlagged({ score: 1, reasons: [], decidedBy: 'counter@1' });
const reserved = (...quantities: readonly number[]) =>
  ItemsReserved({ lines: quantities.map((quantity) => ({ sku: '85123A', quantity })) });
const booked = ShipmentBooked({
  carrier: 'post',
  service: 'standard',
  zone: 'home',
  weightGrams: 100,
  rateMinor: 500,
  currency: 'GBP',
  shipsOn: 20_000,
  promisedOn: 20_002,
});

/** Leaves out lines of nothing, refuses large ones, and tells nobody of orders of one piece that nobody booked. */
const joiner = defineAgent({
  name: 'joiner',
  publishes: [OrderVerified, OrderFlagged],
  hooks: {
    before: [
      before(ItemsReserved, ({ data }) => mutate({ lines: data.lines.filter(({ quantity }) => quantity > 0) })),
      before(ItemsReserved, ({ data }) => (data.lines.length > 3 ? requireApproval('so many lines') : proceed())),
      before(ItemsReserved, ({ data }) => (data.lines.length === 0 ? skip('nothing is reserved') : proceed())),
    ],
    after: [
      ([draft], events) => {
        if (draft?.type !== 'order.flagged') return proceed();
        return events.length === 1 ? mutate([{ ...missing, data: { ...missing.data, score: 0.5 } }]) : deny('flagged');
      },
    ],
  },
  on: [
    when(ItemsReserved)
      .with(ShipmentBooked, { within: '10m', otherwise: () => missing })
      .then(({ data }) => (data.lines.length === 3 ? missing : counted(data.lines.length))),
  ],
});

let place: IsolatedStack;
let database: Database<object>;
beforeAll(async () => {
  place = await isolated('hooked-joins');
  database = connectDatabase({ url: place.databaseUrl, schema: 'joiner' });
  await migrate(database, agentMigrations(joiner));
}, 60_000);
afterAll(async () => {
  await database.close();
  await place.drop();
}, 60_000);

describe('hooks of an agent that joins events', () => {
  it('change an event before it is kept, and so what meets it later', async () => {
    await testAgent(joiner, { database })
      .when(reserved(1, 0, 2), booked)
      .thenPublishes(counted(2));
    await testAgent(joiner, { database })
      .when(booked, reserved(0, 0, 2))
      .thenPublishes(counted(1));
  });

  it('keep nothing of an event that is skipped or held', async () => {
    await testAgent(joiner, { database }).when(reserved(0)).after('11m').thenPublishesNothing();
    await testAgent(joiner, { database })
      .when(reserved(1, 2, 3, 4))
      .thenDeadLetters('APPROVAL_REQUIRED');
  });

  it('see what is concluded from two, and from the one that stayed alone', async () => {
    await testAgent(joiner, { database })
      .when(booked, reserved(1, 2, 3))
      .thenDeadLetters('DENIED');
    await testAgent(joiner, { database })
      .when(reserved(1))
      .after('11m')
      .thenPublishes(OrderFlagged({ ...missing.data, score: 0.5 }));
  });
});
