import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { TroupeError } from '@troupe/contracts';
import { connectDatabase, type Database } from '@troupe/database';
import { createMetrics } from '@troupe/observability';
import { eventually, isolated, type IsolatedStack } from '@troupe/testing';
import fc from 'fast-check';
import { sql } from 'kysely';
import type { LeaseContext } from './shared-limit.ts';
import { createSharedLimits, type SharedLimits } from './shared-limits.ts';

let place: IsolatedStack;
let auditor: Database<object>;
beforeAll(async () => {
  place = await isolated('shared-limits');
  auditor = connectDatabase({ url: place.databaseUrl, schema: 'limits', applicationName: 'auditor' });
}, 60_000);
afterAll(async () => {
  await auditor.close();
  await place.drop();
}, 60_000);

const opened: SharedLimits[] = [];
/** What another process would open. */
const instance = (): SharedLimits => {
  const limits = createSharedLimits({ url: place.databaseUrl });
  opened.push(limits);
  return limits;
};
afterEach(async () => {
  for (const limits of opened.splice(0)) await limits.close?.();
});

const codeOf = (error: unknown): unknown => (TroupeError.is(error) ? error.code : error);
const linesOf = async (name: string): Promise<number> => {
  const { rows } = await sql<{ count: number }>`select count(*) as count from waiting where name = ${name}`.execute(
    auditor.db,
  );
  return rows[0]!.count;
};

/** Holds a lease until it is told to let go. */
const heldBy = async (limits: SharedLimits, name: string, atOnce = 1) => {
  const release = Promise.withResolvers<undefined>();
  const entered = Promise.withResolvers<undefined>();
  const hold = limits.limit(name, { atOnce }).hold(() => {
    entered.resolve(undefined);
    return release.promise;
  });
  await Promise.race([entered.promise, hold]);
  return {
    release: async (): Promise<void> => {
      release.resolve(undefined);
      await hold;
    },
  };
};

/** One who uses a limit: holds it for so long, and is perhaps killed meanwhile. */
interface Use {
  readonly instance: number;
  readonly startMs: number;
  readonly holdMs: number;
}

const use: fc.Arbitrary<Use> = fc.record({
  instance: fc.integer({ min: 0, max: 3 }),
  startMs: fc.integer({ min: 0, max: 200 }),
  holdMs: fc.integer({ min: 0, max: 250 }),
});

/** A process that ends without giving anything back: its connections are gone. */
interface Kill {
  readonly instance: number;
  readonly atMs: number;
}

const kill: fc.Arbitrary<Kill> = fc.record({
  instance: fc.integer({ min: 0, max: 2 }),
  atMs: fc.integer({ min: 20, max: 300 }),
});

describe('shared limits', () => {
  it('never let more in than there are places, whoever comes, crashes or stays too long', async () => {
    let runs = 0;
    let inside = 0;
    const property = async (atOnce: number, uses: readonly Use[], kills: readonly Kill[]): Promise<void> => {
      const processes = [instance(), instance(), instance(), instance()];
      const name = `property-${(runs += 1)}`;
      let most = 0;
      const live = async ({ instance: at, startMs, holdMs }: Use): Promise<void> => {
        await delay(startMs);
        const limit = processes[at]!.limit(name, { atOnce, leaseFor: '300ms', waitAtMost: '20s' });
        await limit.hold(async ({ signal }) => {
          most = Math.max(most, (inside += 1));
          // Whoever loses the lease stops at once.
          await delay(holdMs, undefined, { signal }).finally(() => (inside -= 1));
        });
      };
      const end = async ({ instance: at, atMs }: Kill): Promise<void> => {
        await delay(atMs);
        await processes[at]!.close?.();
      };
      const killed = new Set(kills.map((each) => each.instance));
      const [ends] = await Promise.all([Promise.allSettled(uses.map(live)), ...kills.map(end)]);
      expect(inside).toBe(0);
      expect(most).toBeLessThanOrEqual(atOnce);
      const failed = ends.flatMap((each, at) =>
        each.status === 'rejected' && !killed.has(uses[at]!.instance) ? [codeOf(each.reason)] : [],
      );
      // A lease may run out under whoever a busy machine keeps from renewing it.
      expect(failed.filter((code) => code !== 'LEASE_LOST')).toEqual([]);
    };
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3 }),
        fc.array(use, { minLength: 4, maxLength: 12 }),
        fc.array(kill, { maxLength: 2 }),
        property,
      ),
      { numRuns: 6, endOnFailure: true },
    );
  }, 60_000);

  it('let nobody overtake who waits in another process', async () => {
    const [holder, first, second] = [instance(), instance(), instance()];
    const held = await heldBy(holder, 'order');
    const served: string[] = [];
    const ask = (limits: SharedLimits, who: string) =>
      limits.limit('order', { atOnce: 1 }).hold(() => Promise.resolve(served.push(who)));
    const one = ask(first, 'first');
    await eventually(async () => expect(await linesOf('order')).toBe(1));
    const two = ask(second, 'second');
    await eventually(async () => expect(await linesOf('order')).toBe(2));
    const again = held.release().then(() => ask(holder, 'the holder again'));
    await Promise.all([one, two, again]);
    expect(served).toEqual(['first', 'second', 'the holder again']);
    expect(await linesOf('order')).toBe(0);
  }, 60_000);

  it('refuse who has waited long enough, and say when to come back', async () => {
    const [holder, waiter] = [instance(), instance()];
    const held = await heldBy(holder, 'patience');
    const run = waiter.limit('patience', { atOnce: 1, waitAtMost: '200ms' }).hold(() => Promise.resolve());
    await expect(run).rejects.toMatchObject({
      code: 'LIMIT_REACHED',
      retryable: true,
      details: { retryAfterMs: 1_000 },
    });
    await eventually(async () => expect(await linesOf('patience')).toBe(0));
    await held.release();
  }, 60_000);

  it('let go of who gives up, while it waits and while it holds', async () => {
    const [holder, waiter] = [instance(), instance()];
    const held = await heldBy(holder, 'abort');
    const caller = new AbortController();
    const waiting = waiter.limit('abort', { atOnce: 1 }).hold(() => Promise.resolve(), { signal: caller.signal });
    await eventually(async () => expect(await linesOf('abort')).toBe(1));
    caller.abort(new Error('handed over'));
    await expect(waiting).rejects.toThrow('handed over');
    await eventually(async () => expect(await linesOf('abort')).toBe(0));
    await held.release();

    const second = new AbortController();
    const stay = ({ signal }: LeaseContext): Promise<void> => {
      second.abort(new Error('too late'));
      return delay(60_000, undefined, { signal });
    };
    const run = waiter.limit('abort', { atOnce: 1 }).hold(stay, { signal: second.signal });
    await expect(run).rejects.toThrow('too late');
    await (await heldBy(holder, 'abort')).release();
  }, 60_000);

  it('stop a holder whose lease is gone', async () => {
    const limits = instance();
    const metrics = createMetrics('spec');
    limits.observe(metrics);
    const run = limits.limit('gone', { atOnce: 1, leaseFor: '300ms' }).hold(async ({ signal }) => {
      await sql`update leases set holder = 'another' where name = 'gone'`.execute(auditor.db);
      await delay(60_000, undefined, { signal });
    });
    expect(await run.catch(codeOf)).toBe('LEASE_LOST');
    await eventually(async () =>
      expect(await metrics.registry.metrics()).toMatch(/limit_requests_total\{limit="gone",outcome="lost"[^}]*\} 1/),
    );
  }, 60_000);

  it('hold a lease beyond its time, in no transaction', async () => {
    const limits = instance();
    const states = await limits.limit('long', { atOnce: 1, leaseFor: '2s' }).hold(async ({ signal }) => {
      const seen: unknown[] = [];
      for (let look = 0; look < 13; look += 1) {
        const { rows } = await sql`select state from pg_stat_activity
          where datname = current_database() and application_name = 'limits' and xact_start is not null
            and xact_start < clock_timestamp() - interval '100 milliseconds'`.execute(auditor.db);
        seen.push(...rows);
        await delay(200, undefined, { signal });
      }
      return seen;
    });
    expect(states).toEqual([]);
  }, 60_000);

  it('give an amount per time, and no more, to everybody together', async () => {
    const processes = [instance(), instance()];
    const startedMs = performance.now();
    const asked = Array.from({ length: 10 }, async (_, index) => {
      const limit = processes[index % 2]!.limit('tokens', { rate: { amount: 20, per: '400ms' } });
      await limit.hold(() => Promise.resolve(), { amount: 10 });
    });
    await Promise.all(asked);
    // 100 are asked for; 20 are there at once, the rest comes at 50 a second.
    expect(performance.now() - startedMs).toBeGreaterThanOrEqual(1_590);
  }, 60_000);

  it('refuse an amount that would not be there in time, at once, and use up nothing by that', async () => {
    const limit = instance().limit('slow', { rate: { amount: 10, per: '1h' }, waitAtMost: '1s' });
    await limit.hold(() => Promise.resolve(), { amount: 9 });
    const refused = limit.hold(() => Promise.resolve(), { amount: 5 });
    await expect(refused).rejects.toMatchObject({ code: 'LIMIT_REACHED', details: { limit: 'slow' } });
    await limit.hold(() => Promise.resolve(), { amount: 1 });
    await expect(limit.hold(() => Promise.resolve(), { amount: 11 })).rejects.toMatchObject({
      code: 'DEFINITION_INVALID',
    });
  }, 60_000);

  it.each([
    [{}, /atOnce, a rate/],
    [{ atOnce: 0 }, /whole numbers/],
    [{ atOnce: 1, leaseFor: '0s' }, /longer than nothing/],
  ] as const)('refuse what makes no sense (%#)', (options, message) => {
    expect(() => instance().limit('odd', options)).toThrow(
      expect.objectContaining({ code: 'DEFINITION_INVALID', message: expect.stringMatching(message) }),
    );
  });
});
