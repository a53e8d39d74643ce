import { setTimeout as delay } from 'node:timers/promises';
import { cpuBetween, readCpu } from './cpu.ts';
import { countDatabase, REPORTED_WITHIN_MS, type DatabaseCounts } from './database-counts.ts';
import { renderTable } from './figures.ts';

/** What a run has cost: by process, and in the database. */
export interface Usage {
  /** Milliseconds of CPU by process, the most first. */
  readonly cpu: ReadonlyMap<string, number>;
  readonly database: DatabaseCounts;
}

/** Measures what `run` costs. `own` names this process, which makes the load. */
export const measureUsage = async <Result>(
  { databaseUrl, own }: { databaseUrl: string; own: string },
  run: () => Promise<Result>,
): Promise<Usage & { readonly result: Result }> => {
  const counter = await countDatabase(databaseUrl);
  await delay(REPORTED_WITHIN_MS);
  const [counts, cpu] = [await counter.read(), readCpu(own)];
  const result = await run();
  const after = readCpu(own);
  await delay(REPORTED_WITHIN_MS);
  const now = await counter.read();
  await counter.close();
  return { result, cpu: cpuBetween(cpu, after), database: countsBetween(counts, now) };
};

const countsBetween = (before: DatabaseCounts, after: DatabaseCounts): DatabaseCounts => ({
  commits: after.commits - before.commits,
  statements:
    after.statements === undefined || before.statements === undefined
      ? undefined
      : after.statements - before.statements,
  walBytes: after.walBytes - before.walBytes,
  walSyncs: after.walSyncs - before.walSyncs,
});

/** CPU for each of `count` things, by process, as a table. */
export const renderCpu = ({ cpu }: Usage, count: number, what: string): string => {
  const whole = [...cpu.values()].reduce((sum, ms) => sum + ms, 0);
  const row = (name: string, ms: number): readonly string[] => [
    name,
    (ms / count).toFixed(2),
    `${((100 * ms) / whole).toFixed(0)} %`,
  ];
  const rows = [...cpu].filter(([, ms]) => ms > 0).map(([name, ms]) => row(name, ms));
  return renderTable([['process', `CPU ms per ${what}`, 'share'], ...rows, row('all', whole)]);
};

/** What the database did for each of `count` things, in a line. */
export const renderDatabase = ({ database }: Usage, count: number, what: string): string => {
  const { commits, statements, walBytes, walSyncs } = database;
  const per = (value: number, digits = 1): string => (value / count).toFixed(digits);
  const said = statements === undefined ? '' : `${per(statements)} statements, `;
  return `Per ${what}: ${said}${per(commits)} commits, ${per(walSyncs)} syncs of the log, ${per(walBytes / 1_024)} KiB written to it`;
};
