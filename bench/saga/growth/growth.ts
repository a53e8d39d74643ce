import { createDecisionStore, createGroupCommit } from '@troupe/agent-sdk';
import { connectDatabase, migrate, type Database } from '@troupe/database';
import type { LocalStack } from '@troupe/local-stack';
import {
  createLocalCodec,
  partitionOf,
  toHeaders,
  type Codec,
  type IncomingRecord,
  type Task,
} from '@troupe/messaging';
import { createCatalogue, createCoordinator, migrations, type CoordinatorTables } from '@troupe/saga-coordinator';
import { pino } from 'pino';
import { PAYLOAD } from '../../lib/bench-event.ts';
import { readCpu } from '../../lib/cpu.ts';
import { renderMarkdown } from '../../lib/figures.ts';
import { openPlace } from '../../lib/peer/place.ts';
import { benchSaga } from '../troupe/bench.saga.ts';
import { Accepted, BENCH_EVENTS, FirstDone, STEPS } from '../troupe/events.ts';
import { openConversations } from './open-conversations.ts';

/** How far the tables grow. */
export interface GrowthOptions {
  /** Open conversations, ascending. */
  readonly sizes: readonly number[];
  /** Sagas that each size is measured with; no more than the smallest has. */
  readonly sagas: number;
  readonly note: (text: string) => void;
}

/** Sagas that are handled side by side. */
const SIDE_BY_SIDE = 64;
const PARTITIONS = 6;
const task: Task = { epoch: 1, signal: new AbortController().signal, isCurrent: () => true };

type BenchEvent = (typeof BENCH_EVENTS)[number];
type Handle = (index: number) => Promise<void>;

/** CPU for each in milliseconds: of this process and of PostgreSQL. */
const costOf = async (handle: Handle, count: number): Promise<{ own: number; database: number }> => {
  const before = readCpu('own');
  let next = 0;
  const client = async (): Promise<void> => {
    while (next < count) await handle(next++);
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, client));
  const after = readCpu('own');
  const used = (name: string): number => ((after.get(name) ?? 0) - (before.get(name) ?? 0)) / count;
  return { own: used('own'), database: used('PostgreSQL') };
};

/** An event of a conversation, as it comes out of the log. */
const recordOf = async (codec: Codec, event: BenchEvent, conversation: string): Promise<IncomingRecord> => ({
  topic: event.type,
  partition: partitionOf(conversation, PARTITIONS),
  offset: 0n,
  key: conversation,
  value: await codec.encode(event, PAYLOAD),
  headers: toHeaders({
    id: `${conversation} ${event.type}`,
    type: event.type,
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
  const handle = async (event: BenchEvent, conversation: string): Promise<void> =>
    coordinator.handle(await recordOf(codec, event, conversation), task);
  /** Ends a saga that was open, and begins another: as many are open as before. */
  const fold = async (ending: string, beginning: string): Promise<void> => {
    await Promise.all(STEPS.map((step) => handle(step, ending)));
    await handle(Accepted, beginning);
  };
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

/** What a saga and a decision cost as ever more conversations are open. */
export const benchGrowth = async (stack: LocalStack, { sizes, sagas, note }: GrowthOptions): Promise<string> => {
  const place = await openPlace(stack, 'growth');
  const url = place.environment.databaseUrl;
  const database = connectDatabase<CoordinatorTables>({ url, schema: 'saga_coordinator' });
  await migrate(database, migrations);
  const parts = openParts(database);
  await parts.maintain();
  const conversations = openConversations(database, PARTITIONS);
  const rows: (readonly string[])[] = [];
  // The first round is for the compilers.
  for (const [round, size] of [...sizes.slice(0, 1), ...sizes].entries()) {
    await conversations.growTo(size);
    const pick = (index: number): number => Math.floor((index * size) / sagas);
    const folding = await costOf((index) => {
      const ending = conversations.name(pick(index));
      return parts.fold(ending, conversations.rename(pick(index)));
    }, sagas);
    const deciding = await costOf(
      (index) => parts.decide(`decide-${round}`, index, conversations.name(pick(index))),
      sagas,
    );
    note(`growth: ${size} conversations`);
    const cells = [folding.own, folding.database, deciding.own, deciding.database].map((ms) => ms.toFixed(2));
    if (round > 0) rows.push([size.toLocaleString('en'), ...cells]);
  }
  await parts.close();
  await database.close();
  await place.remove();
  const head = ['open', 'coordinator, a saga', 'its PostgreSQL', 'an agent, a decision', 'its PostgreSQL'];
  return `## CPU in milliseconds as ever more sagas are open, ${sagas} sagas for each size\n\n${renderMarkdown([head, ...rows])}`;
};
