import { createDecisionStore, createGroupCommit } from '@troupe/agent-sdk';
import { connectDatabase, migrate, type Database } from '@troupe/database';
import type { LocalStack } from '@troupe/local-stack';
import { createLocalCodec, toHeaders, type Codec, type IncomingRecord, type Task } from '@troupe/messaging';
import { createCatalogue, createCoordinator, migrations, type CoordinatorTables } from '@troupe/saga-coordinator';
import { pino } from 'pino';
import { readCpu } from '../lib/cpu.ts';
import { renderTable } from '../lib/figures.ts';
import { BENCH_EVENTS, FirstDone, PAYLOAD } from '../saga4/events.ts';
import { benchSaga } from '../saga4/saga.ts';
import { openConversations } from './open-conversations.ts';

/** How far the tables grow. */
export interface GrowthOptions {
  /** Open conversations, ascending. */
  readonly sizes: readonly number[];
  /** Events that each size is measured with. */
  readonly events: number;
  readonly note: (text: string) => void;
}

/** Events that are handled side by side. */
const SIDE_BY_SIDE = 64;
const PARTITIONS = 6;
const task: Task = { epoch: 1, signal: new AbortController().signal, isCurrent: () => true };

type Handle = (index: number) => Promise<void>;

/** CPU for each event in milliseconds: of this process and of PostgreSQL. */
const costOf = async (handle: Handle, events: number): Promise<{ own: number; database: number }> => {
  const before = readCpu('own');
  let next = 0;
  const client = async (): Promise<void> => {
    while (next < events) await handle(next++);
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, client));
  const after = readCpu('own');
  const used = (name: string): number => ((after.get(name) ?? 0) - (before.get(name) ?? 0)) / events;
  return { own: used('own'), database: used('PostgreSQL') };
};

/** The completion of a step of a conversation that is open. */
const recordOf = async (codec: Codec, id: string, conversation: string, offset: number): Promise<IncomingRecord> => ({
  topic: FirstDone.type,
  partition: 0,
  offset: BigInt(offset),
  key: conversation,
  value: await codec.encode(FirstDone, PAYLOAD),
  headers: toHeaders({
    id,
    type: FirstDone.type,
    source: 'bench',
    timeMs: Date.now(),
    conversationId: conversation,
    lamport: 1,
    hops: 63,
    tenant: 'default',
  }),
  appendedMs: Date.now(),
});

/** Whatever is published is acknowledged: Kafka's part does not grow. */
const publisher = { publish: (): Promise<void> => Promise.resolve() };

/** A coordinator and a decision store over the grown tables, to be given one event at a time. */
const openParts = (database: Database<CoordinatorTables>) => {
  const codec = createLocalCodec(BENCH_EVENTS);
  const log = pino({ level: 'warn' });
  const coordinator = createCoordinator({
    catalogue: createCatalogue([benchSaga]),
    database,
    codec,
    publisher,
    partitions: () => [],
    caughtUp: () => Promise.resolve(false),
    log,
  });
  const store = createDecisionStore(database);
  const commit = createGroupCommit({ database, store });
  const fold = async (run: string, index: number, conversation: string): Promise<void> =>
    coordinator.handle(await recordOf(codec, `${run}-${index}`, conversation, index), task);
  const decide = async (run: string, index: number, conversationId: string): Promise<void> => {
    const inputId = `${run}-${index}`;
    const key = { decider: 'bench', inputId, inputTimeMs: Date.now() };
    const conclude = async () => {
      const value = await codec.encode(FirstDone, PAYLOAD);
      return [{ id: inputId, topic: FirstDone.type, key: conversationId, value, headers: {} }];
    };
    const subject = { ...key, conversationId, partition: 0, outcome: 'decided' } as const;
    await commit.decide({ subject, run: conclude, signal: task.signal });
  };
  const close = async (): Promise<void> => {
    await commit.close();
    await coordinator.close();
  };
  return { fold, decide, close, maintain: () => coordinator.maintain() };
};

/** What an event costs as ever more conversations are open. */
export const benchGrowth = async (stack: LocalStack, { sizes, events, note }: GrowthOptions): Promise<string> => {
  const database = connectDatabase<CoordinatorTables>({ url: stack.databaseUrl, schema: 'bench_growth' });
  await migrate(database, migrations);
  const parts = openParts(database);
  await parts.maintain();
  const conversations = openConversations(database, PARTITIONS);
  const rows: (readonly string[])[] = [];
  // The first round is for the compilers.
  for (const [round, size] of [...sizes.slice(0, 1), ...sizes].entries()) {
    await conversations.growTo(size);
    const pick = (index: number): string => conversations.name(Math.floor((index * size) / events));
    const folding = await costOf((index) => parts.fold(`fold-${round}`, index, pick(index)), events);
    const deciding = await costOf((index) => parts.decide(`decide-${round}`, index, pick(index)), events);
    note(`growth: ${size} conversations`);
    const cells = [folding.own, folding.database, deciding.own, deciding.database].map((ms) => ms.toFixed(2));
    if (round > 0) rows.push([size.toLocaleString('en'), ...cells]);
  }
  await parts.close();
  await database.close();
  const head = ['open conversations', 'coordinator', 'its PostgreSQL', 'decision', 'its PostgreSQL'];
  return `CPU for each event in milliseconds, ${events} events for each size\n\n${renderTable([head, ...rows])}`;
};
