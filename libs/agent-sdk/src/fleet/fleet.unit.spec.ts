import { describe, expect, it } from '@jest/globals';
import {
  AgentAnnounced,
  AgentInstructed,
  type AgentAnnouncedInput,
  type AgentInstructedInput,
} from '@troupe/contracts';
import fc from 'fast-check';
import { UsageError } from '../command/index.ts';
import { AGENTS_USAGE, CONTROL_USAGE, readAgentsArguments, readControlArguments } from './command/arguments.ts';
import { printFleet } from './command/print-fleet.ts';
import { runAgents, runControl } from './command/run-fleet.ts';
import { foldFleet, type Announcement } from './fleet.ts';
import { heed, NO_ORDERS, type Orders } from './orders.ts';
import { createPace } from './pace.ts';

const said = (data: Partial<AgentAnnouncedInput>, appendedMs = 100_000): Announcement => ({
  appendedMs,
  data: AgentAnnounced({
    agent: 'a-agent',
    version: '1',
    instance: 'i-1',
    consumes: ['order.closed'],
    publishes: [],
    inFlight: 1,
    lag: 10,
    p95Ms: 5,
    state: 'running',
    startedAt: 1_000,
    everyMs: 5_000,
    ...data,
  }).data,
});

describe('the registry of agents', () => {
  it('adds up the instances that are there, and tells the versions of a rollout', () => {
    const fleet = foldFleet(
      [
        said({
          instance: 'i-2',
          version: '2',
          consumes: ['order.closed', 'order.verified'],
          startedAt: 2_000,
          p95Ms: 9,
        }),
        said({}),
        said({ agent: 'b-agent', instance: 'i-3', p95Ms: null }),
      ],
      101_000,
    );
    expect(fleet).toMatchObject([
      {
        name: 'a-agent',
        versions: ['1', '2'],
        consumes: ['order.closed', 'order.verified'],
        inFlight: 2,
        lag: 20,
        p95Ms: 9,
        stale: false,
        instances: [{ instance: 'i-1' }, { instance: 'i-2' }],
      },
      { name: 'b-agent', p95Ms: null },
    ]);
  });

  it('counts nothing of an instance that has been silent for three times as long as it said', () => {
    const announcements = [said({}), said({ instance: 'i-2', version: '2' }, 84_999)];
    const [agent] = foldFleet(announcements, 100_000);
    expect(agent).toMatchObject({ versions: ['1'], lag: 10, stale: false });
    expect(agent?.instances.map(({ instance, stale }) => [instance, stale])).toEqual([
      ['i-1', false],
      ['i-2', true],
    ]);
    expect(foldFleet(announcements, 200_000)).toMatchObject([
      { stale: true, lag: 0, p95Ms: null, versions: ['1', '2'] },
    ]);
  });

  it('judges by the clock of the log where the clock of the reader is behind', () => {
    const [agent] = foldFleet([said({}, 50_000), said({ instance: 'i-2' }, 100_000)], 10_000);
    expect(agent?.instances.map(({ stale }) => stale)).toEqual([true, false]);
  });

  it('is the same in whatever order partitions were read', () => {
    const instances = fc.uniqueArray(
      fc.record({
        agent: fc.constantFrom('a', 'b', 'c'),
        instance: fc.string({ maxLength: 5 }),
        startedAt: fc.nat(9),
        lag: fc.nat(),
      }),
      { selector: ({ agent, instance }) => `${agent}/${instance}`, maxLength: 10 },
    );
    const orders = instances.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(orders, ([all, shuffled]) => {
        const fold = (each: typeof all) =>
          foldFleet(
            each.map((data) => said(data)),
            100_000,
          );
        expect(fold(shuffled)).toEqual(fold(all));
      }),
    );
  });

  it('is printed with a row for every instance', () => {
    const text = printFleet(foldFleet([said({}), said({ instance: 'i-2' }, 10_000)], 100_000), 102_000);
    expect(text).toMatch(/a-agent +i-1 +1 +running +1 +10 +5\.0 +2 s ago/);
    expect(text).toMatch(/a-agent +i-2 +1 +gone/);
    expect(text).toContain('a-agent: order.closed -> nothing');
    expect(printFleet([], 0)).toContain('no agent has announced itself');
  });

  it('sends no control characters of an announcement to the terminal', () => {
    const bell = { version: '\u001b[2J', state: '\u0007' as 'running', consumes: ['\u0007a'], publishes: ['\u0007b'] };
    const text = printFleet(foldFleet([said({ ...bell, agent: '\u0007c', instance: '\u0007d' })], 100_000), 102_000);
    expect(text).not.toMatch(/[\u0007\u001b]/);
    expect(text).toContain('\\x07c: \\x07a -> \\x07b');
  });
});

describe('orders', () => {
  const self = { agent: 'a-agent', instance: 'i-1' };
  const after = (...instructions: Partial<AgentInstructedInput>[]): Orders =>
    instructions
      .map((each) => AgentInstructed({ agent: 'a-agent', action: 'pause', by: 'me', reason: 'because', ...each }).data)
      .reduce((orders, instruction) => heed(orders, instruction, self), NO_ORDERS);

  it('hold until another says otherwise, and the two kinds hold beside each other', () => {
    expect(after({ action: 'concurrency', concurrency: 3 }, { action: 'pause' })).toEqual({
      run: 'paused',
      concurrency: 3,
    });
    expect(after({ action: 'drain' }, { action: 'concurrency', concurrency: 3 })).toEqual({
      run: 'draining',
      concurrency: 3,
    });
    expect(after({ action: 'pause' }, { action: 'resume' })).toEqual(NO_ORDERS);
  });

  it('are for all instances or for one, and the last word counts', () => {
    expect(after({ instance: 'i-2' })).toEqual(NO_ORDERS);
    expect(after({ agent: 'b-agent' })).toEqual(NO_ORDERS);
    expect(after({ instance: 'i-1' }).run).toBe('paused');
    expect(after({}, { instance: 'i-1', action: 'resume' }).run).toBe('running');
  });

  it('that make no sense, or that a later version knows, change nothing', () => {
    expect(after({ action: 'concurrency', concurrency: 0 }, { action: 'concurrency' }, { action: 'unknown' })).toEqual(
      NO_ORDERS,
    );
  });
});

describe('the arguments of npm run control', () => {
  it('become an instruction', () => {
    expect(
      readControlArguments(['a-agent', 'concurrency', '4', '--reason', 'load', '--by', 'me', '--instance', 'i-1']),
    ).toEqual({
      instruction: {
        agent: 'a-agent',
        instance: 'i-1',
        action: 'concurrency',
        concurrency: 4,
        by: 'me',
        reason: 'load',
      },
      json: false,
    });
    expect(readControlArguments(['a-agent', 'pause', '--reason', 'load']).instruction).toMatchObject({
      instance: null,
      action: 'pause',
      concurrency: null,
    });
  });

  it.each([
    [[], 'the <agent> is missing'],
    [['a-agent'], 'the <action> is missing'],
    [['a-agent', 'stop', '--reason', 'x'], "there is no action 'stop'"],
    [['a-agent', 'pause'], '--reason is missing'],
    [['a-agent', 'pause', '4', '--reason', 'x'], "'4' is too much"],
    [['a-agent', 'concurrency', '--reason', 'x'], 'a whole number from 1 on'],
    [['a-agent', 'concurrency', '0', '--reason', 'x'], 'a whole number from 1 on'],
    [['a-agent', 'pause', '--raeson', 'x'], '--raeson'],
  ])('are refused with how they are meant: %j', async (args, message) => {
    expect(() => readControlArguments(args)).toThrow(UsageError);
    const said: string[] = [];
    const say = (line: string): void => void said.push(line);
    expect(await runControl({ args, env: {}, out: say, err: say })).toBe(2);
    expect(said).toEqual([expect.stringContaining(message), `\n${CONTROL_USAGE}`]);
  });

  it('of npm run agents are few', () => {
    expect(readAgentsArguments(['--json'])).toEqual({ json: true });
    expect(() => readAgentsArguments(['a-agent'])).toThrow("'a-agent' is too much");
  });

  it.each([
    [runAgents, AGENTS_USAGE],
    [runControl, CONTROL_USAGE],
  ])('are told to who asks: %p', async (command, usage) => {
    const [out, err]: [string[], string[]] = [[], []];
    const code = await command({
      args: ['--help'],
      env: {},
      out: (line) => void out.push(line),
      err: (line) => void err.push(line),
    });
    expect({ code, out, err }).toEqual({ code: 0, out: [usage], err: [] });
  });
});

describe('the pace of an agent', () => {
  it('is what 95 of 100 records of the last minute did not exceed', async () => {
    let now = 0;
    let took = 0;
    const pace = createPace(() => now);
    const handle = pace.timed(() => Promise.resolve(void (now += took)));
    const record = { topic: 'a', partition: 0, offset: 0n, key: null, value: null, headers: {}, appendedMs: 0 };
    const task = { epoch: 1, signal: new AbortController().signal, isCurrent: () => true };
    expect(pace.p95Ms()).toBe(null);
    for (took = 1; took <= 100; took += 1) await handle(record, task);
    expect(pace.p95Ms()).toBe(95);
    now += 61_000;
    expect(pace.p95Ms()).toBe(null);
  });
});
