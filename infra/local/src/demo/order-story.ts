import type { TimelineEvent } from './gateway-client.ts';

/** What became of one order, as its conversation tells it. */
export interface OrderStory {
  readonly invoice: string;
  readonly conversationId: string;
  /** When the request was sent, in milliseconds since 1970. */
  readonly requestedMs: number;
  readonly events: readonly TimelineEvent[];
}

/** How an order ended, for the table: a rejection is told by who said no. */
export const outcomeOf = ({ events }: OrderStory): string => {
  const types = new Set(events.map((event) => event.type));
  if (types.has('order.cancelled')) return 'cancelled by the customer';
  if (types.has('order.confirmed')) return 'confirmed';
  if (!types.has('order.rejected')) return 'open';
  return `rejected: ${saidNo(types).join(' and ') || 'an answer was missing'}`;
};

const REFUSALS: Readonly<Record<string, string>> = {
  'order.flagged': 'too risky',
  'items.unavailable': 'not enough stock',
  'shipment.unavailable': 'no shipment',
};

const saidNo = (types: ReadonlySet<string>): readonly string[] =>
  Object.entries(REFUSALS).flatMap(([type, reason]) => (types.has(type) ? [reason] : []));

const RESOLUTIONS = ['order.confirmed', 'order.rejected'];

/** Milliseconds from the request to the resolution's arrival in the log; undefined while there is none. */
export const latencyOf = ({ events, requestedMs }: OrderStory): number | undefined => {
  const resolution = events.find((event) => RESOLUTIONS.includes(event.type));
  return resolution === undefined ? undefined : Date.parse(resolution.appendedAt) - requestedMs;
};

const STEPS: Readonly<Record<string, string>> = {
  'order.verified': 'fraud',
  'order.flagged': 'fraud',
  'items.reserved': 'inventory',
  'items.unavailable': 'inventory',
  'shipment.booked': 'shipping',
  'shipment.unavailable': 'shipping',
};

/** Milliseconds that each step took, from the order's arrival in the log to its answer's. */
export const stepTimesOf = ({ events }: OrderStory): ReadonlyMap<string, number> => {
  const start = events.find((event) => event.type === 'transaction.created');
  if (start === undefined) return new Map();
  const startMs = Date.parse(start.appendedAt);
  return new Map(
    events.flatMap((event): [string, number][] => {
      const step = STEPS[event.type];
      return step === undefined ? [] : [[step, Date.parse(event.appendedAt) - startMs]];
    }),
  );
};
