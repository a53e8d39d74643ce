import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deriveId, ItemsReserved, OrderVerified, ShipmentBooked, type Draft } from '@troupe/contracts';
import { connectDatabase, migrate, type Database } from '@troupe/database';
import { fromHeaders, type IncomingRecord } from '@troupe/messaging';
import { createMetrics, type Metrics } from '@troupe/observability';
import { isolated, type IsolatedStack } from '@troupe/testing';
import fc from 'fast-check';
import type { Kysely } from 'kysely';
import { defineAgent } from '../define-agent.ts';
import type { Decider } from '../delivery/decider.ts';
import { createPipeline } from '../delivery/pipeline.ts';
import { recordOf, task, testParts } from '../delivery/pipeline.fixture.ts';
import type { Decision } from '../store/decision.ts';
import { TerminalError } from '../terminal-error.ts';
import { when } from '../when.ts';
import { createJoins } from './joins.ts';
import { createLapses } from './lapses.ts';
import { purgePairs } from './waiting-store.ts';
import { joinMigrations, type JoinTables } from './waiting-table.ts';

const WITHIN_MS = 1_000;
const T0 = 1_700_000_000_000;
const items = ItemsReserved({ lines: [] });
const shipment = ShipmentBooked({
  carrier: 'post',
  service: 'standard',
  zone: 'home',
  weightGrams: 100,
  rateMinor: 500,
  currency: 'GBP',
  shipsOn: 20_000,
  promisedOn: 20_002,
});

let place: IsolatedStack;
let database: Database<object>;
let db: Kysely<JoinTables>;
beforeAll(async () => {
  place = await isolated('joins');
  database = connectDatabase({ url: place.databaseUrl, schema: 'joiner', applicationName: 'joins' });
  await migrate(database, joinMigrations);
  db = database.db;
});
afterAll(async () => {
  await database.close();
  await place.drop();
});

const joiner = defineAgent({
  name: 'joiner',
  publishes: [OrderVerified],
  on: [
    when(ItemsReserved)
      .with(ShipmentBooked, {
        within: '1s',
        otherwise: ({ type, envelope }) =>
          OrderVerified({ score: 0, reasons: [], decidedBy: `${type} ${envelope.lamport}` }),
      })
      .then((first, second) =>
        OrderVerified({ score: 1, reasons: [], decidedBy: `${first.envelope.lamport}+${second.envelope.lamport}` }),
      ),
  ],
});

/** Decides each input once, in a transaction of the real database, and keeps what was decided in memory. */
const decideOnce = (decisions: Map<string, Decision>): Decider => ({
  decide: async (request, conclude) => {
    const made = { outcome: request.outcome, deliver: () => Promise.resolve() };
    if (decisions.has(request.inputId)) return made;
    const outputs = await database.db.transaction().execute((tx) => conclude(tx));
    decisions.set(request.inputId, { ...request, decider: 'joiner', outputs });
    return made;
  },
});

interface Joiner {
  handle(record: IncomingRecord): Promise<void>;
  /** Time passes up to this moment, and everything in the log has been read. */
  lapse(nowMs: number): Promise<void>;
  /** What was published, as `decidedBy`, with its id: sorted. */
  published(): Promise<readonly string[]>;
}

const startJoiner = (metrics?: Metrics): Joiner => {
  const decisions = new Map<string, Decision>();
  const base = testParts(joiner);
  const parts = { ...base, decider: decideOnce(decisions), db, ...(metrics && { metrics }) };
  const pipeline = createPipeline({ ...parts, joins: createJoins(parts) });
  return {
    handle: (record) => pipeline(record, task()),
    lapse: (nowMs) =>
      createLapses({ ...parts, clock: () => nowMs, caughtUp: () => Promise.resolve(true) }).sweep([3], task().signal),
    published: async () => {
      const outputs = [...decisions.values()].flatMap((decision) => decision.outputs);
      const read = outputs.map(async (output) => {
        const { decidedBy } = await base.codec.decode(OrderVerified, output.value);
        return `${decidedBy} ${fromHeaders(output.headers).id}`;
      });
      return (await Promise.all(read)).sort();
    },
  };
};

let conversations = 0;
const nextConversation = (): string => deriveId('conversation', process.pid, (conversations += 1));

/** The n-th event of a side; its Lamport clock names it in what is concluded. */
const eventAt = async (
  draft: Draft,
  nth: number,
  appendedMs: number,
  conversationId: string,
): Promise<IncomingRecord> => ({
  ...(await recordOf(draft, {
    id: deriveId('event', conversationId, draft.type, nth),
    lamport: nth,
    conversationId,
    hops: 9 - nth,
  })),
  appendedMs: T0 + appendedMs,
});

const decidedBy = async (joined: Joiner): Promise<readonly string[]> =>
  (await joined.published()).map((line) => line.slice(0, line.lastIndexOf(' ')));

describe('when().with()', () => {
  it('concludes once both are there, whichever came first', async () => {
    const conversation = nextConversation();
    const a = await eventAt(items, 1, 0, conversation);
    const b = await eventAt(shipment, 2, 300, conversation);
    const orders = [[a, b], [b, a], [a, a, b, b], [b, a, b, a]]; // prettier-ignore
    const results: (readonly string[])[] = [];
    for (const order of orders) {
      await db.deleteFrom('waiting_events').execute();
      const joined = startJoiner();
      for (const record of order) await joined.handle(record);
      results.push(await joined.published());
    }
    expect(results[0]?.[0]).toMatch(/^1\+2 /);
    for (const result of results) expect(result).toEqual(results[0]);
  });

  it('concludes otherwise when the partner does not come in time, and then never from both', async () => {
    const conversation = nextConversation();
    const joined = startJoiner();
    await joined.handle(await eventAt(items, 1, 0, conversation));
    await joined.lapse(T0 + WITHIN_MS);
    expect(await decidedBy(joined)).toEqual([]);
    await joined.lapse(T0 + WITHIN_MS + 1);
    expect(await decidedBy(joined)).toEqual(['items.reserved 1']);
    await joined.handle(await eventAt(shipment, 2, 1_500, conversation));
    await joined.lapse(T0 + 60_000);
    expect(await decidedBy(joined)).toEqual(['items.reserved 1']);
  });

  it('takes a partner that was appended in time, however late it is read', async () => {
    const conversation = nextConversation();
    const joined = startJoiner();
    await joined.handle(await eventAt(items, 1, 0, conversation));
    await joined.handle(await eventAt(shipment, 2, WITHIN_MS, conversation));
    await joined.lapse(T0 + 60_000);
    expect(await decidedBy(joined)).toEqual(['1+2']);
  });

  it('counts pairs that met and those that lapsed, each once', async () => {
    const metrics = createMetrics('spec');
    const joined = startJoiner(metrics);
    const [met, lapsed, late] = [nextConversation(), nextConversation(), nextConversation()];
    await joined.handle(await eventAt(items, 1, 0, met));
    await joined.handle(await eventAt(shipment, 2, WITHIN_MS, met));
    await joined.handle(await eventAt(items, 3, 0, lapsed));
    await joined.handle(await eventAt(items, 4, 0, late));
    await joined.handle(await eventAt(shipment, 5, WITHIN_MS + 1, late));
    await joined.lapse(T0 + 60_000);
    await joined.lapse(T0 + 60_000);
    const counts = (await metrics.joinPairs.get()).values.map(({ labels, value }) => [labels.outcome, value]);
    expect(counts).toEqual([['met', 1], ['lapsed', 2]]); // prettier-ignore
  });

  it('does not judge before everything has been read', async () => {
    const conversation = nextConversation();
    const parts = { ...testParts(joiner), decider: decideOnce(new Map()), db };
    await createPipeline({ ...parts, joins: createJoins(parts) })(await eventAt(items, 1, 0, conversation), task());
    const behind = createLapses({ ...parts, clock: () => T0 + 60_000, caughtUp: () => Promise.resolve(false) });
    await behind.sweep([3], task().signal);
    const row = await db
      .selectFrom('waiting_events')
      .select('state')
      .where('conversation_id', '=', conversation)
      .executeTakeFirstOrThrow();
    expect(row.state).toBe('waiting');
  });

  it('comes to the same in every order of reading, with duplicates and lapses in between', async () => {
    const times = fc.array(fc.nat(4_000), { maxLength: 3 }).map((list) => list.sort((a, b) => a - b));
    const interleaving = fc.array(fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()), { minLength: 6, maxLength: 6 });
    const read = async (
      as: readonly number[],
      bs: readonly number[],
      picks: readonly (readonly boolean[])[],
      id: string,
    ) => {
      await db.deleteFrom('waiting_events').execute();
      const joined = startJoiner();
      const queues = [
        await Promise.all(as.map((ms, index) => eventAt(items, index + 1, ms, id))),
        await Promise.all(bs.map((ms, index) => eventAt(shipment, index + 1, ms, id))),
      ] as const;
      for (const [side = false, twice = false, judge = false] of [...picks, ...picks]) {
        const queue = queues[side ? 0 : 1].length > 0 ? queues[side ? 0 : 1] : queues[side ? 1 : 0];
        const record = queue.shift();
        if (record === undefined) break;
        await joined.handle(record);
        if (twice) await joined.handle(record);
        // Everything appended before this moment has been read, so what is due by then may be judged.
        const unread = Math.min(...queues.flat().map(({ appendedMs }) => appendedMs));
        if (judge && unread !== Infinity) await joined.lapse(unread);
      }
      await joined.lapse(T0 + 600_000);
      return joined.published();
    };
    await fc.assert(
      fc.asyncProperty(times, times, interleaving, interleaving, async (as, bs, one, other) => {
        const id = nextConversation();
        expect(await read(as, bs, one, id)).toEqual(await read(as, bs, other, id));
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it('concludes nothing from two of which one may conclude nothing any more', async () => {
    const conversation = nextConversation();
    const decisions = new Map<string, Decision>();
    const expiring = await recordOf(items, {
      id: deriveId('event', conversation),
      conversationId: conversation,
      deadlineMs: T0 + 500,
    });
    const parts = { ...testParts(joiner), decider: decideOnce(decisions), db, clock: () => T0 + 400 };
    await createPipeline({ ...parts, joins: createJoins(parts) })({ ...expiring, appendedMs: T0 }, task());
    const late = await eventAt(shipment, 2, 600, conversation);
    const afterwards = { ...parts, clock: () => T0 + 600 };
    await createPipeline({ ...afterwards, joins: createJoins(afterwards) })(late, task());
    expect([...decisions.values()].flatMap(({ outputs }) => outputs)).toMatchObject([{ topic: 'budget.exhausted' }]);
    const row = await db
      .selectFrom('waiting_events')
      .select('state')
      .where('conversation_id', '=', conversation)
      .executeTakeFirstOrThrow();
    expect(row.state).toBe('met');
  });

  it('gives the event that stayed alone up when nothing can be concluded from it', async () => {
    const hopeless = defineAgent({
      name: 'joiner',
      publishes: [OrderVerified],
      on: [
        when(ItemsReserved)
          .with(ShipmentBooked, { within: '1s', otherwise: () => Promise.reject(new TerminalError('hopeless')) })
          .then(() => undefined),
      ],
    });
    const decisions = new Map<string, Decision>();
    const parts = { ...testParts(hopeless), decider: decideOnce(decisions), db };
    const record = await eventAt(items, 1, 0, nextConversation());
    await createPipeline({ ...parts, joins: createJoins(parts) })(record, task());
    const lapses = createLapses({ ...parts, clock: () => T0 + 60_000, caughtUp: () => Promise.resolve(true) });
    await lapses.sweep([3], task().signal);
    await lapses.sweep([3], task().signal);
    const outputs = [...decisions.values()].flatMap((decision) => decision.outputs);
    expect(outputs).toMatchObject([
      { topic: 'joiner.dead', key: record.key, value: record.value, headers: record.headers },
      { topic: 'event.held', key: record.key },
    ]);
    expect(outputs[0]?.headers).toMatchObject({
      'troupe-dead-topic': 'items.reserved',
      'troupe-dead-code': 'TERMINAL',
    });
  });

  it('forgets conversations that were closed long ago, and only those', async () => {
    await db.deleteFrom('waiting_events').execute();
    const [closed, open] = [nextConversation(), nextConversation()];
    const joined = startJoiner();
    for (const [draft, conversation] of [
      [items, closed],
      [shipment, closed],
      [items, open],
    ] as const)
      // prettier-ignore
      await joined.handle(await eventAt(draft, 1, 0, conversation));
    await purgePairs(db, 60_000);
    expect(await db.selectFrom('waiting_events').select('conversation_id').execute()).toHaveLength(2);
    await purgePairs(db, 0);
    expect(await db.selectFrom('waiting_events').select('conversation_id').execute()).toEqual([
      { conversation_id: open },
    ]);
  });
});
