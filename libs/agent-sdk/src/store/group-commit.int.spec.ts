import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Database } from '@troupe/database';
import { createMetrics } from '@troupe/observability';
import { isolated, type IsolatedStack } from '@troupe/testing';
import { sql } from 'kysely';
import { createDecisionStore } from './decision-store.postgres.ts';
import { createGroupCommit, type Decided, type DecideRequest, type GroupCommit } from './group-commit.ts';
import { countersIn, increment, openInstance, outputOf, subjectOf, type CounterTables } from './store.fixture.ts';

type Run = DecideRequest<CounterTables>['run'];

jest.setTimeout(30_000);

const never = new AbortController().signal;

let place: IsolatedStack;
let database: Database<CounterTables>;
let commit: GroupCommit<CounterTables>;
let specs = 0;

beforeAll(async () => {
  place = await isolated('group-commit');
});
beforeEach(async () => {
  database = await openInstance(place.databaseUrl, `service_${(specs += 1)}`);
  commit = commitOver(database);
});
afterEach(async () => {
  await commit.close();
  await database.close();
});
afterAll(() => place.drop());

const commitOver = (instance: Database<CounterTables>): GroupCommit<CounterTables> =>
  createGroupCommit({ database: instance, store: createDecisionStore(instance) });

const decide = (inputId: string, run: Run, through = commit): Promise<Decided> =>
  through.decide({ subject: subjectOf(inputId), run, signal: never });

/** Counts under the input's own name and concludes one output, named after who decided. */
const counting =
  (inputId: string, who = inputId): Run =>
  async (tx) => {
    await increment(tx, inputId);
    return [outputOf(who)];
  };

const inputs = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `e-${index}`);

const onceEach = (names: readonly string[]): Record<string, number> =>
  Object.fromEntries(names.map((name) => [name, 1]));

describe('many decisions at once', () => {
  it('share commits, each with its own state change and outputs', async () => {
    const metrics = createMetrics('spec');
    const store = createDecisionStore(database);
    // Time enough even where the machine is busy: what is counted is the sharing.
    const measured = createGroupCommit({ database, store, metrics, maxBatchMs: 60_000 });
    const decided = await Promise.all(inputs(200).map((input) => decide(input, counting(input), measured)));
    await measured.close();
    expect(decided.map(({ decision }) => decision.outputs[0]?.id)).toEqual(inputs(200));
    expect(decided.every(({ fresh }) => fresh)).toBe(true);
    expect(await countersIn(database)).toEqual(onceEach(inputs(200)));
    const { values } = await metrics.commitBatch.get();
    expect(values.find(({ metricName }) => metricName?.endsWith('_count'))?.value).toBeLessThan(20);
  });

  it('of one conversation are made in the order in which they were asked for', async () => {
    const requests = inputs(30).map((input) => ({
      subject: subjectOf(input, 'c-1'),
      run: counting(input),
      signal: never,
    }));
    const decided = await Promise.all(requests.map((request) => commit.decide(request)));
    const positions = decided.map(({ decision }) => decision.position);
    expect(positions).toEqual(positions.toSorted((one, other) => one - other));
  });

  it('of one input become one', async () => {
    const decided = await Promise.all(inputs(10).map((who) => decide('e-0', counting('e-0', who))));
    expect(new Set(decided.map(({ decision }) => decision.outputs[0]?.id)).size).toBe(1);
    expect(decided.filter(({ fresh }) => fresh)).toHaveLength(1);
    expect(await countersIn(database)).toEqual({ 'e-0': 1 });
  });

  it('do not wait for more than their time', async () => {
    const slow = inputs(6).map((input) =>
      commit.decide({
        subject: subjectOf(input, 'c-1'),
        signal: never,
        run: async (tx) => {
          await sql`select pg_sleep(0.02)`.execute(tx);
          return await counting(input)(tx);
        },
      }),
    );
    await slow[0];
    expect(Object.keys(await countersIn(database)).length).toBeLessThan(6);
    await Promise.all(slow);
    expect(await countersIn(database)).toEqual(onceEach(inputs(6)));
  });
});

describe('an input that was decided before', () => {
  it('gets the stored decision, and nothing of its own is kept, though it was looked for in vain before', async () => {
    await decide('e-0', counting('e-0', 'first'));
    const late = { subject: subjectOf('e-0'), run: counting('late'), isSought: true, signal: never };
    const fresh = { subject: subjectOf('e-1'), run: counting('e-1'), isSought: true, signal: never };
    const decided = await Promise.all([late, fresh].map((request) => commit.decide(request)));
    expect(decided).toMatchObject([
      { fresh: false, decision: { outputs: [{ id: 'first' }] } },
      { fresh: true, decision: { outputs: [{ id: 'e-1' }] } },
    ]);
    expect(await countersIn(database)).toEqual(onceEach(['e-0', 'e-1']));
  });

  it('gets the stored decision without running anything', async () => {
    await decide('e-0', counting('e-0', 'first'));
    const again = await decide('e-0', () => Promise.reject(new Error('was run')));
    expect(again).toMatchObject({ fresh: false, decision: { outputs: [{ id: 'first' }], delivered: false } });
  });

  it('is decided once by two instances that decide at the same time, with one state change', async () => {
    const other = await openInstance(place.databaseUrl, database.schema);
    const zombie = commitOver(other);
    const names = inputs(300);
    const [mine, theirs] = await Promise.all([
      Promise.all(names.map((input) => decide(input, counting(input, 'mine')))),
      Promise.all(names.toReversed().map((input) => decide(input, counting(input, 'theirs'), zombie))),
    ]);
    await zombie.close();
    await other.close();
    const outputs = (decided: readonly Decided[]): unknown => decided.map(({ decision }) => decision.outputs[0]?.id);
    expect(outputs(mine)).toEqual(outputs(theirs.toReversed()));
    expect(mine.filter(({ fresh }) => fresh).length + theirs.filter(({ fresh }) => fresh).length).toBe(names.length);
    expect(await countersIn(database)).toEqual(onceEach(names));
  });
});

describe('a handler that runs no statement', () => {
  it('has no transaction open, and is decided once by two instances that decide at the same time', async () => {
    const other = await openInstance(place.databaseUrl, database.schema);
    const zombie = commitOver(other);
    const names = inputs(300);
    const saying =
      (who: string): Run =>
      () =>
        Promise.resolve([outputOf(who)]);
    const [mine, theirs] = await Promise.all([
      Promise.all(names.map((input) => decide(input, saying('mine')))),
      Promise.all(names.toReversed().map((input) => decide(input, saying('theirs'), zombie))),
    ]);
    const open = sql<{ count: number }>`
      select count(*) as count from pg_stat_activity where state like 'idle in transaction%' and application_name = ${database.schema}`;
    const during: number[] = [];
    await decide('e-last', async () => {
      during.push((await open.execute(other.db)).rows[0]?.count ?? -1);
      return [outputOf('last')];
    });
    await zombie.close();
    await other.close();
    const outputs = (decided: readonly Decided[]): unknown => decided.map(({ decision }) => decision.outputs[0]?.id);
    expect(outputs(mine)).toEqual(outputs(theirs.toReversed()));
    expect(during).toEqual([0]);
  });

  it('has its decision kept with the state change of another in the same batch, or not at all', async () => {
    const failing = decide('e-1', async (tx) => {
      await increment(tx, 'e-1');
      throw new Error('broken');
    });
    const [silent] = await Promise.all([
      decide('e-0', () => Promise.resolve([outputOf('silent')])),
      expect(failing).rejects.toThrow('broken'),
    ]);
    expect(silent).toMatchObject({ fresh: true, decision: { outputs: [{ id: 'silent' }] } });
    expect(await countersIn(database)).toEqual({});
  });
});

describe('a handler that fails', () => {
  it('fails alone, whatever it had changed', async () => {
    const bad = new Set(['e-3', 'e-17', 'e-18']);
    const results = await Promise.allSettled(
      inputs(40).map((input) =>
        decide(input, async (tx) => {
          const outputs = await counting(input)(tx);
          if (bad.has(input)) throw new Error(`poison ${input}`);
          return outputs;
        }),
      ),
    );
    const failed = results.flatMap((result, index) => (result.status === 'rejected' ? [`e-${index}`] : []));
    expect(failed).toEqual([...bad]);
    expect(results[3]).toMatchObject({ reason: { message: 'poison e-3' } });
    expect(await countersIn(database)).toEqual(onceEach(inputs(40).filter((input) => !bad.has(input))));
  });

  it('is told to let the error pass when it goes on after a statement had failed', async () => {
    const swallow: Run = async (tx) => {
      await sql`select 1 / 0`.execute(tx).catch(() => undefined);
      return [outputOf('wrong')];
    };
    const [swallowed, fine] = await Promise.allSettled([decide('e-0', swallow), decide('e-1', counting('e-1'))]);
    expect(swallowed).toMatchObject({
      status: 'rejected',
      reason: { message: expect.stringContaining('let the error pass') },
    });
    expect(fine.status).toBe('fulfilled');
  });

  it('cannot use its transaction after it has ended', async () => {
    let late: Promise<unknown> | undefined;
    const leak: Run = (tx) => {
      late = delay(1).then(() => increment(tx, 'late'));
      late.catch(() => undefined);
      return Promise.resolve([]);
    };
    const hold: Run = async (tx) => {
      await sql`select pg_sleep(0.05)`.execute(tx);
      return [];
    };
    const same = (inputId: string, run: Run): Promise<Decided> =>
      commit.decide({ subject: subjectOf(inputId, 'c-1'), run, signal: never });
    await Promise.all([same('e-0', leak), same('e-1', hold)]);
    await expect(late).rejects.toThrow('after it had ended');
    expect(await countersIn(database)).toEqual({});
  });

  it('commits what it did not await together with its decision', async () => {
    await decide('e-0', (tx) => {
      void increment(tx, 'unawaited');
      return Promise.resolve([]);
    });
    expect(await countersIn(database)).toEqual({ unawaited: 1 });
  });

  it('is not mistaken for a database that is away', async () => {
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    await expect(decide('e-0', () => Promise.reject(refused))).rejects.toBe(refused);
  });
});

describe('transactions that meet', () => {
  it('on the same rows in every order all succeed in the end', async () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const other = await openInstance(place.databaseUrl, database.schema);
    const theirs = commitOver(other);
    const touch =
      (index: number): Run =>
      async (tx) => {
        await increment(tx, names[index % 5]!);
        await increment(tx, names[(index * 3 + 1) % 5]!);
        return [];
      };
    const all = Array.from({ length: 100 }, (_, index) =>
      decide(`e-${index}`, touch(index), index % 2 ? commit : theirs),
    );
    await Promise.all(all);
    await theirs.close();
    await other.close();
    const counters = await countersIn(database);
    expect(Object.values(counters).reduce((sum, count) => sum + count, 0)).toBe(200);
  });
});

describe('abort and close', () => {
  it('gives up what was handed over before its turn', async () => {
    const held = decide('e-0', counting('e-0'));
    await expect(
      commit.decide({ subject: subjectOf('e-1'), run: counting('e-1'), signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ code: 'TASK_ABORTED' });
    await held;
    expect(await countersIn(database)).toEqual(onceEach(['e-0']));
  });

  it('ends what runs and refuses the rest', async () => {
    const gate = Promise.withResolvers<undefined>();
    const running = decide('e-0', async (tx) => {
      gate.resolve(undefined);
      await sql`select pg_sleep(0.02)`.execute(tx);
      return await counting('e-0')(tx);
    });
    await gate.promise;
    const waiting = expect(
      commit.decide({ subject: subjectOf('e-1', 'e-0'), run: counting('e-1'), signal: never }),
    ).rejects.toMatchObject({ code: 'TASK_ABORTED' });
    await commit.close();
    expect(await running).toMatchObject({ fresh: true });
    await waiting;
    await expect(decide('e-2', counting('e-2'))).rejects.toMatchObject({ code: 'TASK_ABORTED' });
  });
});

describe('a database that is away', () => {
  it('is named as such at once for everybody who waits', async () => {
    const gone = await openInstance(place.databaseUrl, database.schema);
    const through = commitOver(gone);
    const nobody = expect(
      Promise.all(
        inputs(50).map((input) =>
          decide(
            input,
            async (tx) => {
              await sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx);
              return [];
            },
            through,
          ),
        ),
      ),
    ).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    await nobody;
    await through.close();
    await gone.close();
  });
});
