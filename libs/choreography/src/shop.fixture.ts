import { defineAgent, when, type AgentDefinition, type AgentLimits } from '@troupe/agent-sdk';
import {
  AgentAnnounced,
  AgentInstructed,
  BudgetExhausted,
  EventHeld,
  eventType,
  type EventDefinition,
  type EventType,
} from '@troupe/contracts';
import { defineSaga, type SagaDefinition, type StepOptions } from '@troupe/saga';
import type { Choreography, Service } from './choreography.ts';
import { agentPart, edgePart, recorderPart, sagasPart, type Part } from './part.ts';

interface Said extends Pick<EventDefinition, 'audience' | 'origin'> {
  readonly fields?: readonly object[];
}

/** An event type of a domain that lies in no schemas/. */
export const eventOf = (type: string, { fields = [], ...said }: Said = {}): EventType<string, object> =>
  eventType({
    type,
    domain: 'shop',
    ...said,
    schema: { type: 'record', name: type.replace('.', '_'), doc: `${type}.`, fields },
  });

export const OrderPlaced = eventOf('order.placed');
export const OrderWithdrawn = eventOf('order.withdrawn');
export const GoodsHeld = eventOf('goods.held');
export const GoodsShort = eventOf('goods.short');
export const GoodsFreed = eventOf('goods.freed');
export const PaymentTaken = eventOf('payment.taken');
export const PaymentReturned = eventOf('payment.returned');
export const ParcelSent = eventOf('parcel.sent');
export const OrderDone = eventOf('order.done', { audience: 'requester' });
export const OrderFailed = eventOf('order.failed');

/** An agent that does nothing about these events. */
export const agentOf = (
  name: string,
  talk: { readonly consumes: readonly EventDefinition[]; readonly publishes: readonly EventDefinition[] } & AgentLimits,
): Part => {
  const { consumes, publishes, ...limits } = talk;
  return agentPart(defineAgent({ name, publishes, limits, on: consumes.map((event) => when(event, () => undefined)) }));
};

/** An agent that waits for both. */
export const joiningAgent = (
  name: string,
  first: EventDefinition,
  second: EventDefinition,
  publishes: EventDefinition,
): Part => {
  const agent: AgentDefinition = defineAgent({
    name,
    publishes: [publishes],
    on: [
      when(first)
        .with(second, { within: '1h' })
        .then(() => undefined),
    ],
  });
  return agentPart(agent);
};

const within = '1m';

/** The steps of an order, sound. */
export const STEPS = {
  hold: { completedBy: GoodsHeld, failedBy: [GoodsShort], within, compensatedBy: GoodsFreed, heldBy: 'stock-agent' },
  pay: { completedBy: PaymentTaken, within, compensatedBy: PaymentReturned },
  send: { after: ['hold', 'pay'], completedBy: ParcelSent, within },
} satisfies Readonly<Record<string, StepOptions>>;

/** The saga of an order with these steps. */
export const orderSaga = (steps: Readonly<Record<string, StepOptions>>): SagaDefinition =>
  defineSaga({
    name: 'order',
    startedBy: OrderPlaced,
    cancelledBy: OrderWithdrawn,
    failedBy: [BudgetExhausted],
    steps,
    publishes: [OrderDone, OrderFailed],
    onCompleted: () => OrderDone({}),
    onRejected: () => OrderFailed({}),
  });

/** A coordinator of these sagas. */
export const coordinatorOf = (...sagas: readonly SagaDefinition[]): Part =>
  sagasPart(
    {
      name: 'saga-coordinator',
      consumes: sagas.flatMap(({ consumes }) => consumes),
      publishes: sagas.flatMap(({ publishes }) => publishes),
    },
    sagas,
  );

/** A part as it is found in its folder. */
export const inFolder = (part: Part, folder = `apps/${part.name}`): Service => ({ ...part, folder });

const EVENTS = [
  OrderPlaced,
  OrderWithdrawn,
  GoodsHeld,
  GoodsShort,
  GoodsFreed,
  PaymentTaken,
  PaymentReturned,
  ParcelSent,
  OrderDone,
  OrderFailed,
  BudgetExhausted,
  EventHeld,
  AgentAnnounced,
  AgentInstructed,
];

const PARTS: readonly Part[] = [
  edgePart({ name: 'gateway', consumes: [], publishes: [OrderPlaced, OrderWithdrawn] }),
  agentOf('stock-agent', {
    consumes: [OrderPlaced, OrderFailed, OrderWithdrawn],
    publishes: [GoodsHeld, GoodsShort, GoodsFreed],
  }),
  agentOf('cash-agent', {
    consumes: [OrderPlaced, OrderFailed, OrderWithdrawn],
    publishes: [PaymentTaken, PaymentReturned],
  }),
  joiningAgent('parcel-agent', GoodsHeld, PaymentTaken, ParcelSent),
  coordinatorOf(orderSaga(STEPS)),
  recorderPart({ name: 'ledger', consumes: EVENTS, publishes: [] }),
];

/** A small shop without a fault, but for what is planted: parts instead of those of their name or besides them, and more event types. */
export const shop = ({
  parts = [],
  events = [],
}: { readonly parts?: readonly Part[]; readonly events?: readonly EventDefinition[] } = {}): Choreography => ({
  events: [...EVENTS.filter(({ type }) => !events.some((event) => event.type === type)), ...events],
  services: [...PARTS.filter(({ name }) => !parts.some((part) => part.name === name)), ...parts].map((part) =>
    inFolder(part),
  ),
});
