import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connectDatabase, migrate, type Database } from '@troupe/database';
import { isolated, type IsolatedStack } from '@troupe/testing';
import fc from 'fast-check';
import { sql } from 'kysely';
import { spendingOf, type Spending, type Verdict } from './account.ts';
import { readBudget, renewLease, settleLease, takeLease, type Lease } from './accounts.ts';
import { budgetMigrations, forgetBudgets } from './budget-tables.ts';

const LIMIT: Spending = { tokens: 100, moneyMicros: 60 };
const TERMS = { limit: LIMIT, leaseMs: 60_000 };

let place: IsolatedStack;
let database: Database<object>;
beforeAll(async () => {
  place = await isolated('accounts');
  database = connectDatabase({ url: place.databaseUrl, schema: 'one_agent' });
  await migrate(database, budgetMigrations);
});
afterAll(async () => {
  await database.close();
  await place.drop();
});

const leaseOf = (conversationId: string, upTo: Partial<Spending>): Lease => ({
  id: randomUUID(),
  conversationId,
  agent: 'writer',
  upTo: spendingOf(upTo),
});
const take = (lease: Lease, lost: readonly string[] = []): Promise<Verdict> =>
  database.db.transaction().execute((tx) => takeLease(tx, lease, TERMS, lost));
const settle = (lease: Lease, used: Partial<Spending>): Promise<Spending> =>
  database.db.transaction().execute((tx) => settleLease(tx, lease, spendingOf(used)));
const expire = async (leases: readonly Lease[]): Promise<void> =>
  void (await sql`update budgets.leases set expires_at = clock_timestamp() - interval '1 second'
    where id = any(${leases.map(({ id }) => id)}::text[])`.execute(database.db));
const read = async (conversationId: string) => {
  const account = await readBudget(database.db, conversationId);
  return account ?? { limit: LIMIT, spent: spendingOf({}), leased: spendingOf({}) };
};
const sumOf = (amounts: readonly Spending[]): Spending => ({
  tokens: amounts.reduce((sum, { tokens }) => sum + tokens, 0),
  moneyMicros: amounts.reduce((sum, { moneyMicros }) => sum + moneyMicros, 0),
});

describe('the account of a conversation', () => {
  it('is made safely by every service that starts at the same moment', async () => {
    const services = Array.from({ length: 4 }, (_, index) =>
      connectDatabase({ url: place.databaseUrl, schema: `service_${index}` }),
    );
    await Promise.all(services.map((service) => migrate(service, budgetMigrations)));
    await Promise.all(services.map((service) => service.close()));
  });

  it('grants what fits, lets others wait for what may come back, and says what is used up', async () => {
    const id = randomUUID();
    const first = leaseOf(id, { tokens: 70 });
    expect(await take(first)).toEqual({ kind: 'granted' });
    expect(await take(first)).toEqual({ kind: 'granted' });
    expect(await take(leaseOf(id, { tokens: 40 }))).toEqual({ kind: 'wait' });
    expect(await take(leaseOf(id, { moneyMicros: 60 }))).toEqual({ kind: 'granted' });
    await settle(first, { tokens: 65 });
    expect(await take(leaseOf(id, { tokens: 40 }))).toEqual({
      kind: 'exhausted',
      resource: 'tokens',
      limit: 100,
      spent: 65,
    });
    expect(await take(leaseOf(id, { tokens: 35 }))).toEqual({ kind: 'granted' });
    expect(await read(id)).toMatchObject({ spent: { tokens: 65 }, leased: { tokens: 35, moneyMicros: 60 } });
  });

  it('counts the lease of a holder that died as spent, at once when it is named', async () => {
    const id = randomUUID();
    const [died, lost] = [leaseOf(id, { tokens: 30 }), leaseOf(id, { tokens: 20 })];
    await take(died);
    await take(lost);
    await expire([died]);
    await take(leaseOf(id, { tokens: 1 }), [lost.id]);
    expect(await read(id)).toMatchObject({ spent: { tokens: 50 }, leased: { tokens: 1 } });
    // It was alive after all: nothing comes back, and only what is above is charged besides.
    await settle(died, { tokens: 5 });
    await settle(lost, { tokens: 27 });
    expect(await read(id)).toMatchObject({ spent: { tokens: 57 }, leased: { tokens: 1 } });
  });

  it('charges more than was leased when more was used', async () => {
    const id = randomUUID();
    const lease = leaseOf(id, { tokens: 90 });
    await take(lease);
    await settle(lease, { tokens: 130 });
    expect(await read(id)).toMatchObject({ spent: { tokens: 130 }, leased: { tokens: 0 } });
    expect(await take(leaseOf(id, { tokens: 1 }))).toMatchObject({ kind: 'exhausted', spent: 130 });
  });

  it('lets a lease be renewed for as long as its call goes on', async () => {
    const lease = leaseOf(randomUUID(), { tokens: 30 });
    await take(lease);
    await expire([lease]);
    expect(await renewLease(database.db, lease.id, 60_000)).toBe(true);
    await take(leaseOf(lease.conversationId, { tokens: 1 }));
    expect(await read(lease.conversationId)).toMatchObject({ spent: { tokens: 0 }, leased: { tokens: 31 } });
    await settle(lease, {});
    expect(await renewLease(database.db, lease.id, 60_000)).toBe(false);
  });

  it('is forgotten with its conversation', async () => {
    const id = randomUUID();
    await take(leaseOf(id, { tokens: 30 }));
    await forgetBudgets(database.db, 31);
    expect(await readBudget(database.db, id)).toBeDefined();
    await sql`update budgets.accounts set touched_at = now() - interval '32 days' where conversation_id = ${id}`.execute(database.db); // prettier-ignore
    await forgetBudgets(database.db, 31);
    expect(await readBudget(database.db, id)).toBeUndefined();
  });
});

type Command =
  | { readonly kind: 'take'; readonly upTo: Spending }
  | { readonly kind: 'settle'; readonly nth: number; readonly share: number }
  | { readonly kind: 'crash'; readonly nth: number; readonly named: boolean };

const commands: fc.Arbitrary<Command> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('take' as const), upTo: fc.record({ tokens: fc.nat(60), moneyMicros: fc.nat(40) }) }) },
  fc.record({ kind: fc.constant('settle' as const), nth: fc.nat(), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.record({ kind: fc.constant('crash' as const), nth: fc.nat(), named: fc.boolean() }),
); // prettier-ignore

describe('spent and leased together', () => {
  it('never exceed the limit, for any number of consumers, crashes and expiries', async () => {
    // Commands of one round run at the same time, on connections of their own.
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(commands, { maxLength: 8 }), { maxLength: 6 }), async (rounds) => {
        const id = randomUUID();
        const held: Lease[] = [];
        const charged: Spending[] = [];
        const lost: string[] = [];
        const run = async (command: Command): Promise<void> => {
          if (command.kind === 'take') {
            const lease = leaseOf(id, command.upTo);
            if ((await take(lease, lost.splice(0))).kind === 'granted') held.push(lease);
            return;
          }
          const [lease] = held.splice(command.nth % Math.max(1, held.length), 1);
          if (lease === undefined) return;
          const { tokens, moneyMicros } = lease.upTo;
          if (command.kind === 'settle') {
            const used = {
              tokens: Math.floor(tokens * command.share),
              moneyMicros: Math.floor(moneyMicros * command.share),
            };
            charged.push(used);
            await settle(lease, used);
            return;
          }
          charged.push(lease.upTo);
          if (command.named) lost.push(lease.id);
          else await expire([lease]);
        };
        const check = async (): Promise<void> => {
          const { spent, leased } = await read(id);
          const { tokens, moneyMicros } = sumOf([spent, leased]);
          expect(tokens).toBeLessThanOrEqual(LIMIT.tokens);
          expect(moneyMicros).toBeLessThanOrEqual(LIMIT.moneyMicros);
        };
        for (const round of rounds) await Promise.all([...round.map(run), check(), check()]);
        await take(leaseOf(id, {}), lost);
        await check();
        // Nothing is lost either: what was settled is charged as it was, what died at its bound.
        expect((await read(id)).spent).toEqual(sumOf(charged));
      }),
      { numRuns: 40 },
    );
  }, 60_000);
});
