import type { Migrations } from '@troupe/database';
import { sql, type Kysely } from 'kysely';
import { maintainDays, type DayTable } from '../store/day-partitions.ts';
import type { Upkeep } from '../store/decision-store.ts';

const STEPS: DayTable = { name: 'recorded_steps', writtenAt: 'asked_at' };

/** `asking` names every asking whose outcome is not known: that under way, and those that died. */
const createSteps = async (db: Kysely<unknown>): Promise<void> => {
  await sql`
    create table recorded_steps (
      day date not null,
      agent text not null,
      input_id text not null,
      step text not null,
      asks integer not null default 1,
      asking text[] not null,
      answer json,
      asked_at timestamptz not null default now(),
      answered_at timestamptz,
      primary key (day, agent, input_id, step)
    ) partition by range (day)`.execute(db);
  await sql`create table recorded_steps_default partition of recorded_steps default`.execute(db);
};

/** What an agent that prepares adds to its schema. */
export const stepMigrations: Migrations = { 'troupe-0003-recorded-steps': { up: createSteps } };

/** Makes room for the days around now and forgets steps that were asked longer ago than decisions are kept. */
export const maintainSteps = <Tables>(db: Kysely<Tables>, upkeep: Upkeep): Promise<void> =>
  maintainDays(db, STEPS, upkeep);
