import { connectDatabase, migrate, type Database } from '@troupe/database';
import type { LocalStack } from '@troupe/local-stack';
import { listSagas, migrations, readPageRequest, type CoordinatorTables } from '@troupe/saga-coordinator';
import { sql } from 'kysely';
import { figuresOf, renderMarkdown } from '../lib/figures.ts';
import { openPlace } from '../lib/peer/place.ts';

/** How many instances operators look among. */
export interface ListingOptions {
  readonly sizes: readonly number[];
  /** How often each page is asked for. */
  readonly times: number;
  readonly note: (text: string) => void;
}

const T0 = 1_767_600_000_000;
const SAGA = 'bench';
/** Of so many instances one runs; the others have ended. */
const RUNS = 10;
const KEYS = 1_000;
/** Of those that run one of so many waits for this. */
const RARE = 'third';

type Db = Database<CoordinatorTables>;

/** Instances as they are after weeks: one a millisecond. */
const fill = ({ unhurried }: Pick<Db, 'unhurried'>, from: number, to: number): Promise<void> =>
  unhurried(async (db) => {
    await sql`
      insert into sagas (saga, conversation_id, partition, version, status, outcome, facts, started_ms, business_key, open_steps)
      select ${SAGA}, md5(n::text), n % 6, '1',
        case when n % ${RUNS} = 0 then 'running' when n % 3 = 0 then 'closed' else 'completed' end,
        case when n % ${RUNS} = 0 then null when n % 3 = 0 then 'rejected' else 'completed' end,
        4, ${T0}::bigint + n, 'key-' || n % ${KEYS},
        case when n % ${RUNS * 1_000} = 0 then array[${RARE}] when n % ${RUNS} = 0 then array['first'] else '{}'::text[] end
      from generate_series(${from}::integer, ${to - 1}::integer) as n`.execute(db);
    await sql`vacuum analyze sagas`.execute(db);
  });

/** What operators ask for, among so many. */
const questionsFor = (size: number): readonly (readonly [string, Readonly<Record<string, unknown>>])[] => [
  ['the oldest', {}],
  ['those that run, the newest first', { status: 'running', order: 'newest' }],
  ['those that run and are old', { status: 'running', olderThan: `${Math.round(size / 2)}ms` }],
  ['a business key', { key: 'key-7' }],
  ['an open step that few wait for', { status: 'running', step: RARE }],
];

const timed = async (times: number, run: () => Promise<unknown>): Promise<readonly number[]> => {
  const took: number[] = [];
  for (let nth = 0; nth < times; nth += 1) {
    const beganMs = performance.now();
    await run();
    took.push(performance.now() - beganMs);
  }
  return took;
};

const measure = async ({ db }: Db, size: number, times: number): Promise<readonly (readonly string[])[]> => {
  const nowMs = T0 + size;
  const middle = { startedMs: T0 + Math.round(size / 2), conversation: '', saga: SAGA };
  const asked = questionsFor(size).map(([what, query]) => [what, readPageRequest(query)] as const);
  const pages = [...asked, ['the oldest from the middle on', { ...readPageRequest({}), after: middle }] as const];
  const rows: (readonly string[])[] = [];
  for (const [what, request] of pages) {
    const { sagas } = await listSagas(db, request, nowMs);
    const took = await timed(times, () => listSagas(db, request, nowMs));
    const { p50 } = figuresOf(took, times);
    rows.push([what, size.toLocaleString('en'), String(sagas.length), p50.toFixed(1), Math.max(...took).toFixed(1)]);
  }
  return rows;
};

/** What a page of a list takes among ever more instances: it is looked up by index, whatever there is besides. */
export const benchListing = async (stack: LocalStack, { sizes, times, note }: ListingOptions): Promise<string> => {
  const place = await openPlace(stack, 'listing');
  const url = place.environment.databaseUrl;
  const database = connectDatabase<CoordinatorTables>({ url, schema: 'saga_coordinator' });
  const rows: (readonly string[])[] = [];
  let filled = 0;
  try {
    await migrate(database, migrations);
    for (const size of sizes) {
      await fill(database, filled, size);
      filled = size;
      rows.push(...(await measure(database, size, times)));
      note(`listing: ${size} instances`);
    }
  } finally {
    await database.close();
    await place.remove();
  }
  const head = ['page of', 'instances', 'rows', 'p50 ms', 'slowest ms'];
  return `## A page of at most 50 instances, ${times} times each\n\n${renderMarkdown([head, ...rows])}`;
};
