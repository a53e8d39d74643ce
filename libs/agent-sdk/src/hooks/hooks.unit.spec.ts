import { describe, expect, it } from '@jest/globals';
import {
  ItemsReserved,
  OrderFlagged,
  OrderVerified,
  TransactionCreated,
  type TransactionCreatedData,
} from '@troupe/contracts';
import { createLocalCodec, type Codec, type OutgoingRecord } from '@troupe/messaging';
import { createMetrics } from '@troupe/observability';
import { pino } from 'pino';
import { createDelivery } from '../agent-delivery.ts';
import type { PureContext } from '../agent-context.ts';
import { defineAgent, type AgentDefinition } from '../define-agent.ts';
import { concludeFrom } from '../delivery/conclude.ts';
import { DEAD_LETTER_HEADERS } from '../delivery/dead-letter.ts';
import { identify } from '../delivery/read-event.ts';
import { besidesHeld, definitions, envelope, flagged, order, recordOf, task, testParts, verified } from '../delivery/pipeline.fixture.ts'; // prettier-ignore
import { when } from '../when.ts';
import { hookedAgent } from './hooked-agent.ts';
import { before, type Hooks } from './hooks.ts';
import { deny, mutate, proceed, requireApproval, skip } from './verdict.ts';

type Out = typeof verified | typeof flagged;

const silent = pino({ level: 'silent' });
const localCodec = createLocalCodec(definitions);

/** Flags orders above 100.00. */
const judging = (hooks: Hooks<Out>, steps: string[] = []): AgentDefinition =>
  defineAgent({
    hooks,
    name: 'fraud-agent',
    publishes: [OrderVerified, OrderFlagged],
    pure: true,
    retry: { attempts: 2, initial: '1ms', max: '1ms' },
    on: [
      when(TransactionCreated, ({ data }, { log }: PureContext) => {
        log.debug('handled');
        steps.push('handle');
        return data.totalMinor > 10_000 ? flagged : verified;
      }),
    ],
  });

/** What an agent publishes about one order: types, or the code of a dead letter. */
const published = async (
  agent: AgentDefinition,
  { codec = localCodec, steps = [] as string[], metrics = createMetrics('spec') } = {},
) => {
  const records: OutgoingRecord[] = [];
  const publish = (batch: readonly OutgoingRecord[]): Promise<void> => {
    steps.push('publish');
    return Promise.resolve(void records.push(...batch));
  };
  const delivery = createDelivery({
    agent,
    codec,
    metrics,
    log: silent,
    publisher: { publish },
    wait: () => Promise.resolve(),
    partitions: () => [],
    caughtUp: () => Promise.resolve(true),
  });
  await delivery.handle(await recordOf(order), task());
  await delivery.close();
  return besidesHeld(records).map(({ topic, headers }) => headers[DEAD_LETTER_HEADERS.code] ?? topic);
};

const raised = (data: TransactionCreatedData): TransactionCreatedData => ({ ...data, totalMinor: 20_000 });

describe('hooks before a handler', () => {
  it('let an event through, or change what the handler sees', async () => {
    expect(await published(judging({ before: [before(proceed)] }))).toEqual(['order.verified']);
    const raise = before(TransactionCreated, ({ data }) => mutate(raised(data)));
    expect(await published(judging({ before: [raise] }))).toEqual(['order.flagged']);
  });

  it('see what the hook before them made of the event, until one ends it', async () => {
    const seen: number[] = [];
    const look = before(TransactionCreated, ({ data }) => {
      seen.push(data.totalMinor);
      return proceed();
    });
    const hooks = [
      look,
      before(TransactionCreated, ({ data }) => mutate(raised(data))),
      look,
      before(() => skip('enough')),
      look,
    ];
    expect(await published(judging({ before: hooks }))).toEqual([]);
    expect(seen).toEqual([1_000, 20_000]);
  });

  it.each([
    ['skip', skip('not ours'), []],
    ['deny', deny('on the list'), ['DENIED']],
    ['require approval', requireApproval('large'), ['APPROVAL_REQUIRED']],
  ])('%s, before the handler has done anything', async (_, verdict, expected) => {
    const steps: string[] = [];
    expect(await published(judging({ before: [before(() => verdict)] }, steps))).toEqual(expected);
    expect(steps).toEqual([]);
  });

  it('cannot make an event that its schema does not allow', async () => {
    // A cast is what it takes to get past the compiler.
    const spoil = before(TransactionCreated, ({ data }) =>
      mutate({ ...data, totalMinor: 'much' as unknown as number }),
    );
    expect(await published(judging({ before: [spoil] }))).toEqual(['EVENT_INVALID']);
  });

  it('are tried again when they fail, like a handler', async () => {
    let asked = 0;
    const flaky = before(() => {
      asked += 1;
      if (asked === 1) throw new Error('broken');
      return proceed();
    });
    expect(await published(judging({ before: [flaky] }))).toEqual(['order.verified']);
  });
});

describe('hooks after a handler', () => {
  it('let conclusions through, or put others in their place', async () => {
    expect(await published(judging({ after: [proceed] }))).toEqual(['order.verified']);
    expect(
      await published(judging({ after: [() => mutate([flagged]), (drafts) => mutate([...drafts, verified])] })),
    ).toEqual(['order.flagged', 'order.verified']);
  });

  it.each([
    ['leave them out', skip('not now'), []],
    ['deny them', deny('too bold'), ['DENIED']],
    ['hold the event for approval', requireApproval('is that right?'), ['APPROVAL_REQUIRED']],
  ])('%s', async (_, verdict, expected) => {
    expect(await published(judging({ after: [() => verdict] }))).toEqual(expected);
  });

  it('cannot publish what the agent does not declare', async () => {
    const undeclared = ItemsReserved({ lines: [] });
    // A cast is what it takes to get past the compiler.
    expect(await published(judging({ after: [() => mutate([undeclared as unknown as Out])] }))).toEqual([
      'UNDECLARED_PUBLISH',
    ]);
  });

  it('see the event that led to the conclusions', async () => {
    const seen: unknown[] = [];
    await published(judging({ after: [(drafts, [event]) => (seen.push(drafts, event?.envelope.id), proceed())] }));
    expect(seen).toEqual([[verified], envelope().id]);
  });
});

describe('hooks', () => {
  it('have one place among the policies, however an agent is written', async () => {
    const steps: string[] = [];
    const note = (step: string) => (): ReturnType<typeof proceed> => (steps.push(step), proceed());
    const spied: Codec = {
      ...localCodec,
      decode: (on, value) => (steps.push('read'), localCodec.decode(on, value)),
      encode: (on, data) => (steps.push('encode'), localCodec.encode(on, data)),
    };
    const hooks = {
      after: [note('after 1'), note('after 2')],
      before: [before(note('before 1')), before(note('before 2'))],
    };
    await published(judging(hooks, steps), { codec: spied, steps });
    expect(steps).toEqual(['read', 'before 1', 'before 2', 'handle', 'after 1', 'after 2', 'encode', 'publish']);
  });

  it('are not asked about an event that may conclude nothing any more', async () => {
    const steps: string[] = [];
    const agent = judging({ before: [before(() => (steps.push('before'), proceed()))] });
    const delivery = createDelivery({
      agent,
      codec: localCodec,
      log: silent,
      publisher: { publish: () => Promise.resolve() },
      partitions: () => [],
      caughtUp: () => Promise.resolve(true),
    });
    await delivery.handle(await recordOf(order, { hops: 0 }), task());
    expect(steps).toEqual([]);
  });

  it('know of an approval, and what was approved is not held again', async () => {
    const approval = { marker: 'm-1', actor: 'ada', reason: 'looked at it' };
    const seen: unknown[] = [];
    const ask = (_: unknown, { approval: given }: PureContext) => (seen.push(given), requireApproval('large'));
    const agent = hookedAgent(judging({ before: [before(ask)], after: [(_drafts, _events, context) => ask(_drafts, context)] })); // prettier-ignore
    const parts = testParts(agent);
    const record = await recordOf(order);
    const arrival = {
      event: { type: 'transaction.created', envelope: envelope(), data: order.data },
      record,
      identity: identify(record),
      reaction: agent.reactions[0]!,
      signal: task().signal,
      log: silent,
    };
    await expect(concludeFrom(arrival, parts)).rejects.toMatchObject({ code: 'APPROVAL_REQUIRED' });
    const { conclude } = await concludeFrom({ ...arrival, approval }, parts);
    expect(await conclude(undefined)).toMatchObject([{ topic: 'order.verified' }]);
    expect(seen).toEqual([undefined, approval, approval]);
  });

  it('are counted by what they say', async () => {
    const metrics = createMetrics('spec');
    await published(judging({ before: [before(proceed)], after: [() => skip('not now')] }), { metrics });
    const page = await metrics.registry.metrics();
    expect(page).toMatch(/hook_verdicts_total\{agent="fraud-agent",moment="before",verdict="proceed"[^}]*\} 1/);
    expect(page).toMatch(/hook_verdicts_total\{agent="fraud-agent",moment="after",verdict="skip"[^}]*\} 1/);
  });

  it('look only at what the agent consumes, and conclude only what it declares', () => {
    expect(() => judging({ before: [before(ItemsReserved, proceed)] })).toThrow(
      expect.objectContaining({ code: 'DEFINITION_INVALID', message: expect.stringMatching(/items\.reserved/) }),
    );
    const compiledOnly = () => [
      // @ts-expect-error order.flagged is not declared
      defineAgent({ name: 'a', publishes: [OrderVerified], hooks: { after: [() => mutate([flagged])] }, on: [when(TransactionCreated, () => verified)] }), // prettier-ignore
      // @ts-expect-error an order has no such total
      before(TransactionCreated, ({ data }) => mutate({ ...data, totalMinor: 'much' })),
      // @ts-expect-error whoever looks at every type can change none
      before(({ data }) => mutate(data)),
    ];
    expect(compiledOnly).toBeInstanceOf(Function);
  });
});
