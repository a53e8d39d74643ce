import type { CoordinatorTables, SagaStore } from '@troupe/saga-coordinator';
import type { Kysely } from 'kysely';
import { runOn } from './sim-database.ts';
import type { TableView } from './sim-tables.ts';

/** Where instances lie; what follows is saga and conversation. */
export const SAGAS = 'saga ';
/** Where facts lie; what follows is saga, conversation and id. */
export const FACTS = 'fact ';
const TIMERS = 'timer ';

type SagaRow = Awaited<ReturnType<SagaStore['lockInstances']>> extends ReadonlyMap<string, infer Row> ? Row : never;
type TimerRow = CoordinatorTables['saga_timers'];
type Instance = Parameters<SagaStore['lockInstances']>[1][number];
type Known = Awaited<ReturnType<SagaStore['keepFacts']>> extends ReadonlyMap<string, infer Facts> ? Facts : never;
type Fact = Known[number];

const REST_MS = 60_000;

const nameOf = (saga: string, conversation: string): string => `${saga} ${conversation}`;

const newRow = ({ saga, conversationId, partition, version }: Instance): SagaRow => ({
  saga,
  conversation_id: conversationId,
  partition,
  version,
  status: 'awaiting-start',
  outcome: null,
  facts: 0,
  decisions: [],
  due_ms: null,
  orphaned: false,
});

/** A row that another transaction made while this one waited was not there when the statement began. */
const lockOne = async (view: TableView, instance: Instance): Promise<SagaRow | undefined> => {
  const key = SAGAS + nameOf(instance.saga, instance.conversationId);
  const wasThere = view.get(key) !== undefined;
  await view.lock(key);
  // What is written under this key is what is read.
  const row = view.get(key) as SagaRow | undefined;
  if (row !== undefined) return wasThere ? row : undefined;
  const made = newRow(instance);
  view.set(key, made);
  return made;
};

const lockAll = async (view: TableView, instances: readonly Instance[]): Promise<ReadonlyMap<string, SagaRow>> => {
  const rows = new Map<string, SagaRow>();
  for (const instance of instances) {
    const row = await lockOne(view, instance);
    if (row !== undefined) rows.set(nameOf(instance.saga, instance.conversationId), row);
  }
  return rows;
};

const factsOf = (view: TableView, name: string): Known =>
  // What is written under these keys is what is read.
  view.scan(`${FACTS}${name} `).map(([, row]) => row as Fact);

const saveTimer = (view: TableView, row: SagaRow): void => {
  const { saga, conversation_id, partition, due_ms } = row;
  const timer: TimerRow | undefined = due_ms === null ? undefined : { saga, conversation_id, partition, due_ms };
  view.set(TIMERS + nameOf(saga, conversation_id), timer);
};

const timerFact = (row: Parameters<SagaStore['saveAdvances']>[1][number]['timers'][number]): Fact => ({
  fact: { kind: 'timer', id: row.event_id, step: row.type, dueMs: row.appended_ms },
  trail: undefined,
});

/** The port of the coordinator's tables over simulated ones. */
export const createSimSagaStore = (): SagaStore => ({
  lockInstances: (tx, instances) => runOn(tx, (view) => lockAll(view, instances)),
  keepFacts: (tx, instances) =>
    runOn(tx, (view) => {
      const known = new Map<string, Known>();
      for (const { saga, conversationId, events } of instances) {
        const name = nameOf(saga, conversationId);
        known.set(name, factsOf(view, name));
        for (const { fact, trail } of events) {
          const key = `${FACTS}${name} ${fact.id}`;
          if (view.get(key) === undefined) view.set(key, { fact, trail } satisfies Fact);
        }
      }
      return known;
    }),
  saveAdvances: (tx, advances) =>
    runOn(tx, (view) => {
      for (const { row, timers, isDueChanged, early } of advances) {
        const name = nameOf(row.saga, row.conversation_id);
        view.set(SAGAS + name, row);
        if (isDueChanged) saveTimer(view, row);
        for (const { fact } of early.refused) view.set(`${FACTS}${name} ${fact.id}`, undefined);
        for (const timer of timers) view.set(`${FACTS}${name} ${timer.event_id}`, timerFact(timer));
      }
    }),
  rewriteFacts: () => Promise.reject(new Error('The simulation moves no instances to another version')),
  dropInstances: (tx, rows) =>
    runOn(tx, (view) => {
      for (const { saga, conversation_id } of rows) view.set(SAGAS + nameOf(saga, conversation_id), undefined);
    }),
  readTimers: (db: Kysely<CoordinatorTables>, partitions) =>
    runOn(db, (view) => {
      // What is written under these keys is what is read.
      const timers = view.scan(TIMERS).map(([, row]) => row as TimerRow);
      const own = timers.filter(({ partition }) => partitions.includes(partition));
      if (own.length === 0) return undefined;
      const nowMs = view.nowMs();
      const later = own.filter(({ due_ms: due }) => due > nowMs).map(({ due_ms: due }) => due);
      return {
        nowMs,
        due: own.filter(({ due_ms: due }) => due <= nowMs),
        nextMs: later.length === 0 ? undefined : Math.min(...later),
      };
    }),
  restTimer: (db, timer) =>
    runOn(db, (view) => {
      const rested: TimerRow = { ...timer, due_ms: view.nowMs() + REST_MS };
      view.set(TIMERS + nameOf(timer.saga, timer.conversation_id), rested);
    }),
});
