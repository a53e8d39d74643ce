import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { TroupeError } from '@troupe/contracts';
import { asUnavailable, connectDatabase, migrate, type Database } from '@troupe/database';
import type { Dependency } from '../dependency.ts';
import { orAborted } from '../guards/or-aborted.ts';
import { keepLease } from './held-lease.ts';
import { createLimitCounts, type LimitCounts } from './limit-counts.ts';
import { limitMigrations } from './limit-migrations.ts';
import { freePlace, makePlaces, renewPlace, type Asking } from './lease-store.ts';
import { waitForPlace } from './lease-wait.ts';
import { makeRate, speakFor } from './rate-store.ts';
import { limitSettings, type SharedLimit, type SharedLimitOptions, type SharedLimitSettings } from './shared-limit.ts';
import { createTurns, type Turns } from './turns.ts';

/** Limits that all processes share through one database. */
export interface SharedLimits extends Dependency {
  /**
   * A limit by its name: whoever names the same, in whatever agent, shares it.
   * @throws TroupeError DEFINITION_INVALID · CONFIG_INVALID when a duration cannot be read
   */
  limit(name: string, options: SharedLimitOptions): SharedLimit;
}

/** Where shared limits are kept. */
export interface SharedLimitsOptions {
  /** postgres://…: the same for everybody who shares them. */
  readonly url: string;
  /** The Postgres schema. Default `limits`. */
  readonly schema?: string;
}

/** What one limit is made of. */
interface Parts {
  readonly settings: SharedLimitSettings;
  readonly database: Database<object>;
  readonly turns: Turns;
  readonly counts: LimitCounts;
  /** Resolves when the tables and the rows of this limit are there. */
  readonly ready: () => Promise<void>;
}

/** Statements are short and never wait for a lease. */
const MOST_CONNECTIONS = 4;

const later = (what: string, name: string, retryAfterMs: number): TroupeError =>
  new TroupeError('LIMIT_REACHED', `${what} of limit ${name}: ask again in ${Math.ceil(retryAfterMs)} ms`, {
    details: { limit: name, retryAfterMs: Math.ceil(retryAfterMs) },
  });

/** Waits until the amount is there. */
const spend = async (amount: number, { settings, database }: Parts, signal: AbortSignal): Promise<void> => {
  const { name, rate, waitAtMostMs } = settings;
  if (rate === undefined) return;
  if (!(amount > 0 && amount <= rate.amount))
    throw new TroupeError(
      'DEFINITION_INVALID',
      `${amount} was asked of limit ${name}: it is more than nothing and at most ${rate.amount}`,
    );
  const { granted, inMs } = await speakFor(database.db, { ...rate, name, amount, waitAtMostMs });
  if (!granted) throw later('The rate', name, inMs - waitAtMostMs);
  await delay(inMs, undefined, { signal });
};

/** Who has waited in vain asks again after a while. */
const AGAIN_MS = 1_000;

/** The caller's signal, or the end of its patience. */
const patience = ({ name, waitAtMostMs }: SharedLimitSettings, signal: AbortSignal) => {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(later('No place', name, AGAIN_MS)), waitAtMostMs);
  return { signal: AbortSignal.any([signal, late.signal]), end: () => clearTimeout(timer) };
};

/** Gets room in time: the amount first, then a place. Resolves to when the place was asked for. */
const enter = async (amount: number, asking: Asking | undefined, parts: Parts, signal: AbortSignal) => {
  const { settings, database, turns, counts } = parts;
  const wait = patience(settings, signal);
  const end = counts.asked(settings.name);
  try {
    await orAborted(parts.ready(), wait.signal);
    await orAborted(spend(amount, parts, wait.signal), wait.signal);
    const sentMs = asking && (await turns(() => waitForPlace(database, asking, wait.signal), wait.signal));
    end('granted');
    return sentMs;
  } catch (error) {
    const reason: unknown = wait.signal.aborted ? wait.signal.reason : asUnavailable(error);
    end(TroupeError.is(reason) && reason.code === 'LIMIT_REACHED' ? 'refused' : 'failed');
    throw reason;
  } finally {
    wait.end();
  }
};

/** Keeps the place until the run has ended, which may be later than its caller has given up. */
const holding = async <Result>(
  run: (lease: { signal: AbortSignal }) => Promise<Result>,
  asking: Asking,
  { sentMs, signal }: { readonly sentMs: number; readonly signal: AbortSignal },
  { database, counts }: Parts,
): Promise<Result> => {
  const release = counts.held(asking.name);
  const { name, leaseMs } = asking;
  const renew = (): Promise<boolean> => renewPlace(database.db, asking);
  const lease = keepLease({ name, leaseMs, sinceMs: sentMs, renew });
  const until = AbortSignal.any([signal, lease.lost]);
  const work = (async () => run({ signal: until }))().finally(async () => {
    lease.end();
    release();
    if (lease.lost.aborted) counts.lost(name);
    // Where it cannot be given back it runs out.
    await freePlace(database.db, asking).catch(() => undefined);
  });
  return await orAborted(work, until);
};

const limitOver = (parts: Parts): SharedLimit => {
  const { name, atOnce, leaseMs } = parts.settings;
  return {
    hold: async (run, { signal = new AbortController().signal, amount = 1 } = {}) => {
      signal.throwIfAborted();
      const asking = atOnce === undefined ? undefined : { name, atOnce, leaseMs, holder: randomUUID() };
      const sentMs = await enter(amount, asking, parts, signal);
      return asking === undefined || sentMs === undefined
        ? await orAborted(run({ signal }), signal)
        : await holding(run, asking, { sentMs, signal }, parts);
    },
  };
};

/** Does something once; again if it failed. */
const once = (run: () => Promise<unknown>): (() => Promise<void>) => {
  let done: Promise<void> | undefined;
  return () =>
    (done ??= run().then(
      () => undefined,
      (error: unknown) => {
        done = undefined;
        throw error;
      },
    ));
};

/**
 * Limits that all instances of all agents share through Postgres. A lease is a row that says until when it holds, by the
 * database's clock: it is renewed while it is held and runs out when its holder is killed. No transaction is open meanwhile.
 * Connects with the first request.
 *
 * @example
 * const limits = createSharedLimits({ url: config.databaseUrl });
 * const openai = limits.limit('openai', { atOnce: 20, rate: { amount: 90_000, per: '1m' } });
 * await openai.hold(({ signal }) => model.generate(prompt, { signal }), { signal, amount: tokens });
 */
export const createSharedLimits = ({ url, schema = 'limits' }: SharedLimitsOptions): SharedLimits => {
  const database = connectDatabase<object>({ url, schema, maxConnections: MOST_CONNECTIONS });
  const migrated = once(() => migrate(database, limitMigrations));
  const counts = createLimitCounts();
  return {
    name: 'limits',
    // Whoever waits for the database says so itself.
    available: () => true,
    observe: (metrics) => counts.observe(metrics),
    close: () => database.close(),
    limit: (name, options) => {
      const settings = limitSettings(name, options);
      const { atOnce, rate } = settings;
      const ready = once(async () => {
        await migrated();
        if (atOnce !== undefined) await makePlaces(database.db, { name, atOnce });
        if (rate !== undefined) await makeRate(database.db, name);
      });
      return limitOver({ settings, database, turns: createTurns(), counts, ready });
    },
  };
};
