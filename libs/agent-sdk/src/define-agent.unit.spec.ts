import { describe, expect, it } from '@jest/globals';
import { ItemsReserved, OrderFlagged, OrderVerified, ShipmentBooked, TransactionCreated } from '@troupe/contracts';
import type { Transaction } from 'kysely';
import type { AgentContext, PureContext } from './agent-context.ts';
import { defineAgent, EVERY_AGENT_PUBLISHES } from './define-agent.ts';
import { guard } from './guards/guard.ts';
import { when } from './when.ts';

interface Tables {
  customers: { id: string };
}

const verified = OrderVerified({ score: 0.1, reasons: [], decidedBy: 'rules@1' });
const flagged = OrderFlagged({ score: 0.9, reasons: [], decidedBy: 'rules@1' });
const history = { of: (_tx: Transaction<Tables>, id: string) => Promise.resolve(id.length) };

describe('defineAgent', () => {
  it('gives a value with what it consumes derived from its reactions', () => {
    const agent = defineAgent({
      name: 'fraud-agent',
      publishes: [OrderVerified, OrderFlagged],
      on: [
        when(TransactionCreated, async ({ data }, { tx, nowMs }) =>
          (await history.of(tx, data.customerId)) > nowMs ? verified : flagged,
        ),
        when(ItemsReserved)
          .with(ShipmentBooked, { within: '10m', otherwise: () => flagged })
          .then((items, shipment, { nowMs }) =>
            items.envelope.timeMs + shipment.envelope.timeMs > nowMs ? [verified, flagged] : [],
          ),
      ],
    });
    expect(agent.consumes.map(({ type }) => type)).toEqual([
      'transaction.created',
      'items.reserved',
      'shipment.booked',
    ]);
    expect(agent).toMatchObject({ name: 'fraud-agent', version: '1', pure: false });
    expect(agent.retry).toEqual({ attempts: 5, initialMs: 100, maxMs: 10_000 });
    expect(agent.limits).toEqual({ eventsPerConversation: 1_000 });
    expect(agent.publishes.map(({ type }) => type)).toEqual([
      'order.verified',
      'order.flagged',
      ...EVERY_AGENT_PUBLISHES.map(({ type }) => type),
    ]);
  });

  it('lets a handler name its own tables', () => {
    const annotated = when(TransactionCreated, async ({ data }, { tx }: AgentContext<Tables>) => {
      await tx.selectFrom('customers').select('id').where('id', '=', data.customerId).executeTakeFirst();
      return undefined;
    });
    expect(defineAgent({ name: 'annotated', publishes: [], on: [annotated] }).consumes).toHaveLength(1);
  });

  it('gives a handler what was prepared, with its type', () => {
    const prepared = when(TransactionCreated)
      .prepare(({ data }, { record }) => record('length', () => data.customerId.length))
      .then(async (_, length, { tx }: AgentContext<Tables>) => {
        await tx.selectFrom('customers').select('id').execute();
        return length.toFixed() === '3' ? verified : flagged;
      });
    expect(defineAgent({ name: 'prepared', publishes: [OrderVerified, OrderFlagged], on: [prepared] }).pure).toBe(
      false,
    );
  });

  it('does not compile what an agent must not do', () => {
    const single = when(TransactionCreated, () => flagged);
    const clocked = when(TransactionCreated, (_, { nowMs }) => (nowMs > 0 ? verified : undefined));
    const joined = when(ItemsReserved)
      .with(ShipmentBooked, { within: '1m', otherwise: () => flagged })
      .then(() => verified);
    const prepared = when(TransactionCreated)
      .prepare((_, { record }) => record('one', () => 1))
      .then(() => verified);
    const both = [OrderVerified, OrderFlagged] as const;
    const compiledOnly = () => [
      // @ts-expect-error order.flagged is not declared
      defineAgent({ name: 'a', publishes: [OrderVerified], on: [single] }),
      // @ts-expect-error nothing is declared
      defineAgent({ name: 'a', publishes: [], on: [single] }),
      // @ts-expect-error what it concludes otherwise is not declared
      defineAgent({ name: 'a', publishes: [OrderVerified], on: [joined] }),
      // @ts-expect-error a pure agent has no clock
      defineAgent({ name: 'a', publishes: both, pure: true, on: [clocked] }),
      // @ts-expect-error a pure agent has nowhere to keep the first of two
      defineAgent({ name: 'a', publishes: both, pure: true, on: [joined] }),
      // @ts-expect-error a pure agent has nowhere to record what it asked
      defineAgent({ name: 'a', publishes: both, pure: true, on: [prepared] }),
      // @ts-expect-error what was prepared is a number
      when(TransactionCreated).prepare(() => 1).then((_, text: string) => (text === '' ? verified : flagged)), // prettier-ignore
      // @ts-expect-error nothing is written before the decision
      when(TransactionCreated).prepare((_, { tx }) => void tx).then(() => verified), // prettier-ignore
      // @ts-expect-error a transaction has no such field
      when(TransactionCreated, ({ data }) => void data.customer),
      // @ts-expect-error the score is missing
      when(TransactionCreated, () => OrderVerified({ reasons: [], decidedBy: 'rules@1' })),
    ];
    expect(compiledOnly).toBeInstanceOf(Function);
  });

  it('lets a pure agent log', () => {
    const pure = when(TransactionCreated, (_, { log }: PureContext) => {
      log.debug('seen');
      return verified;
    });
    expect(defineAgent({ name: 'pure', publishes: [OrderVerified], pure: true, on: [pure] }).pure).toBe(true);
  });

  const refused: readonly [string, () => unknown, RegExp][] = [
    ['a name that is not kebab-case', () => defineAgent({ name: 'Fraud', publishes: [], on: [when(ItemsReserved, () => undefined)] }), /'Fraud'.*kebab-case/],
    ['no reaction', () => defineAgent({ name: 'idle', publishes: [], on: [] }), /'on' is empty/],
    ['two reactions to one type', () => defineAgent({ name: 'twice', publishes: [], on: [when(ItemsReserved, () => undefined), when(ItemsReserved, () => undefined)] }), /items\.reserved has more than one reaction/],
    ['an event joined with itself', () => defineAgent({ name: 'self', publishes: [], on: [when(ItemsReserved).with(ItemsReserved, { within: '1s' }).then(() => undefined)] }), /items\.reserved has more than one/],
    ['a type published twice', () => defineAgent({ name: 'twice', publishes: [OrderVerified, OrderVerified], on: [when(ItemsReserved, () => undefined)] }), /order\.verified stands twice/],
    ['no attempts', () => defineAgent({ name: 'tired', publishes: [], retry: { attempts: 0 }, on: [when(ItemsReserved, () => undefined)] }), /retry\.attempts/],
    ['a first wait above the longest', () => defineAgent({ name: 'odd', publishes: [], retry: { initial: '2s', max: '1s' }, on: [when(ItemsReserved, () => undefined)] }), /retry\.initial/],
    ['a pure agent that prepares', () => defineAgent({ name: 'pure', publishes: [], pure: true, on: [when(ItemsReserved).prepare(() => 1).then(() => undefined) as never] }), /prepares for items\.reserved/],
    ['two dependencies of one name', () => defineAgent({ name: 'twice', publishes: [], dependencies: [guard('openai'), guard('openai')], on: [when(ItemsReserved, () => undefined)] }), /'openai'/],
    ['a dependency called as a server is', () => defineAgent({ name: 'odd', publishes: [], dependencies: [guard('kafka')], on: [when(ItemsReserved, () => undefined)] }), /'kafka'/],
    ['no event of a conversation', () => defineAgent({ name: 'mute', publishes: [], limits: { eventsPerConversation: 0 }, on: [when(ItemsReserved, () => undefined)] }), /eventsPerConversation/],
    ['a join without time', () => defineAgent({ name: 'now', publishes: [], on: [when(ItemsReserved).with(ShipmentBooked, { within: '0s' }).then(() => undefined)] }), /'within'/],
  ]; // prettier-ignore
  it.each(refused)('refuses %s', (_, define, message) => {
    expect(define).toThrow(
      expect.objectContaining({ code: 'DEFINITION_INVALID', message: expect.stringMatching(message) }),
    );
  });
});
