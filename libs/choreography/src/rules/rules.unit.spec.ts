import { describe, expect, it } from '@jest/globals';
import { AgentAnnounced } from '@troupe/contracts';
import type { Choreography } from '../choreography.ts';
import { RULES, type RuleId } from '../finding.ts';
import { edgePart } from '../part.ts';
import {
  agentOf,
  coordinatorOf,
  eventOf,
  GoodsHeld,
  inFolder,
  joiningAgent,
  OrderDone,
  OrderFailed,
  OrderPlaced,
  OrderWithdrawn,
  orderSaga,
  ParcelSent,
  PaymentReturned,
  PaymentTaken,
  shop,
  STEPS,
} from '../shop.fixture.ts';
import { check } from './index.ts';

const Written = eventOf('text.written');
const Criticised = eventOf('text.criticised');
const writers = (eventsPerConversation: number) => ({
  events: [Written, Criticised],
  parts: [
    agentOf('writer-agent', { consumes: [OrderPlaced, Criticised], publishes: [Written], eventsPerConversation }),
    agentOf('critic-agent', { consumes: [Written], publishes: [Criticised] }),
  ],
});

const VisitAsked = eventOf('visit.asked');
const VisitBooked = eventOf('visit.booked');
const reception = [
  edgePart({ name: 'reception', consumes: [], publishes: [VisitAsked] }),
  agentOf('guide-agent', { consumes: [VisitAsked], publishes: [VisitBooked] }),
];

const payForGood = { completedBy: PaymentTaken, within: '1m' } as const;

/** A defect for every rule: what is wrong, where it is found, and in which words. */
const PLANTED: readonly (readonly [RuleId, string, Choreography, { place: string; what: string }])[] = [
  [
    'name-twice',
    'two agents of one name',
    { ...shop(), services: [...shop().services, inFolder(shop().services[1]!, 'apps/store-agent')] },
    { place: 'apps/stock-agent, apps/store-agent', what: "2 services are called 'stock-agent'" },
  ],
  [
    'name-elsewhere',
    'a folder that is called otherwise',
    {
      ...shop(),
      services: shop().services.map((service) =>
        service.name === 'cash-agent' ? { ...service, folder: 'apps/till' } : service,
      ),
    },
    { place: 'apps/till', what: "called 'cash-agent'" },
  ],
  [
    'unknown-event',
    'an event without a schema',
    shop({ parts: [agentOf('gift-agent', { consumes: [OrderPlaced], publishes: [eventOf('gift.wrapped')] })] }),
    { place: 'apps/gift-agent: gift.wrapped', what: 'no schema of that name' },
  ],
  [
    'event-unpublished',
    'an event that nobody publishes',
    shop({ parts: [edgePart({ name: 'gateway', consumes: [], publishes: [OrderPlaced] })] }),
    {
      place: 'schemas/shop/order.withdrawn.avsc',
      what: 'nobody publishes order.withdrawn, and stock-agent, cash-agent, saga-coordinator would wait for it',
    },
  ],
  [
    'event-unread',
    'an event that only a recorder consumes',
    shop({ events: [eventOf(OrderDone.type)] }),
    { place: 'schemas/shop/order.done.avsc', what: 'nobody consumes order.done' },
  ],
  [
    'wrong-key',
    'an agent that concludes from what is keyed by agent',
    shop({
      parts: [agentOf('nurse-agent', { consumes: [AgentAnnounced], publishes: [] })],
    }),
    { place: 'apps/nurse-agent: agent.announced', what: 'keyed by agent' },
  ],
  [
    'schemas-unfit',
    'a reader that demands a field that no writer has',
    shop({
      parts: [
        agentOf('price-agent', {
          consumes: [eventOf(OrderPlaced.type, { fields: [{ name: 'total', type: 'long' }] })],
          publishes: [],
        }),
      ],
    }),
    { place: 'apps/price-agent: order.placed', what: 'cannot read what apps/gateway writes' },
  ],
  [
    'cycle-unbounded',
    'two agents that answer each other',
    shop(writers(1_000)),
    { place: 'apps/writer-agent, apps/critic-agent', what: 'text.written, text.criticised can lead to one another' },
  ],
  [
    'join-hopeless',
    'a join of two conversations',
    shop({
      events: [VisitAsked, VisitBooked],
      parts: [...reception, joiningAgent('parcel-agent', GoodsHeld, VisitBooked, ParcelSent)],
    }),
    { place: 'apps/parcel-agent: when(goods.held, visit.booked)', what: 'no conversation has both' },
  ],
  [
    'join-hopeless',
    'a step that waits for what happens in another conversation',
    shop({
      events: [VisitAsked, VisitBooked],
      parts: [
        ...reception,
        coordinatorOf(
          orderSaga({
            ...STEPS,
            send: { ...STEPS.send, after: ['hold', 'pay', 'visit'] },
            visit: { completedBy: VisitBooked, within: '1h', holdsNothing: 'A visit is an offer' },
          }),
        ),
      ],
    }),
    {
      place: "apps/saga-coordinator: saga 'order', step 'visit'",
      what: 'nothing that order.placed leads to becomes visit.booked',
    },
  ],
  [
    'step-not-undone',
    'money that is taken for good',
    shop({
      parts: [
        coordinatorOf(orderSaga({ ...STEPS, pay: payForGood })),
        agentOf('mail-agent', { consumes: [PaymentReturned], publishes: [] }),
      ],
    }),
    { place: "apps/saga-coordinator: saga 'order', step 'pay'", what: 'may be rolled back after payment.taken' },
  ],
  [
    'undo-unconfirmed',
    'an agent that does not hear that an order is withdrawn',
    shop({
      parts: [
        agentOf('cash-agent', {
          consumes: [OrderPlaced, OrderFailed],
          publishes: [PaymentTaken, PaymentReturned],
        }),
      ],
    }),
    {
      place: "apps/saga-coordinator: saga 'order', step 'pay'",
      what: 'cash-agent would confirm with payment.returned, and does not consume order.withdrawn',
    },
  ],
  [
    'held-by-nobody',
    'a step that is held by no service',
    shop({ parts: [coordinatorOf(orderSaga({ ...STEPS, pay: { ...STEPS.pay, heldBy: 'till-agent' } }))] }),
    { place: "apps/saga-coordinator: saga 'order', step 'pay'", what: "held by 'till-agent', which is no service" },
  ],
];

describe('check', () => {
  it('finds nothing wrong with a sound choreography', () => {
    expect(check(shop())).toEqual([]);
  });

  it.each(PLANTED)('%s: finds %s, and nothing else', (rule, _what, planted, { place, what }) => {
    const findings = check(planted);
    expect(findings.map((finding) => `${finding.rule} at ${finding.place}`)).toEqual([`${rule} at ${place}`]);
    expect(findings[0]?.what).toContain(what);
    expect(findings[0]?.mend).not.toBe('');
  });

  it('has a planted defect for every rule', () => {
    expect(new Set(PLANTED.map(([rule]) => rule))).toEqual(new Set(RULES));
  });
});

describe('a sound choreography', () => {
  it('may have a cycle of agents where one of them handles fewer events of a conversation', () => {
    expect(check(shop(writers(20)))).toEqual([]);
  });

  it('may have a cycle where a saga that takes part fails upon the budget', () => {
    const { events, parts } = writers(1_000);
    const review = { completedBy: Criticised, within: '1h', holdsNothing: 'Words', after: 'send' } as const;
    expect(check(shop({ events, parts: [...parts, coordinatorOf(orderSaga({ ...STEPS, review }))] }))).toEqual([
      expect.objectContaining({ rule: 'step-not-undone', place: "apps/saga-coordinator: saga 'order', step 'send'" }),
    ]);
  });

  it('may have a step that people complete', () => {
    const Approved = eventOf('order.approved');
    const edge = edgePart({
      name: 'gateway',
      consumes: [],
      publishes: [OrderPlaced, OrderWithdrawn, Approved],
    });
    const approve = { completedBy: Approved, within: '1h', holdsNothing: 'A word' } as const;
    const parts = [edge, coordinatorOf(orderSaga({ ...STEPS, approve, send: { ...STEPS.send, after: ['approve'] } }))];
    expect(check(shop({ events: [Approved], parts }))).toEqual([
      expect.objectContaining({ rule: 'step-not-undone', place: "apps/saga-coordinator: saga 'order', step 'send'" }),
    ]);
  });
});
