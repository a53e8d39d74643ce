import {
  jsonSchemaOf,
  OrderCancelled,
  TransactionCreated,
  type FieldProblem,
  type OrderCancelledData,
  type ParsedData,
  type TransactionCreatedData,
} from '@troupe/contracts';
import { describeBounds, type Bounds } from '../requests/bounds.ts';
import { readBody } from '../requests/read-body.ts';

const MOST_LINES = 1_000;
const DAY_MS = 86_400_000;

/** Large enough for any order, and small enough that sums over an order stay exact wherever they are added up. */
const MOST_OF_ONE = 1_000_000;
const MOST_MINOR = 1_000_000_000_000;

const LINE: Bounds = {
  properties: {
    sku: { minLength: 1, maxLength: 64 },
    description: { maxLength: 500 },
    quantity: { minimum: 1, maximum: MOST_OF_ONE },
    unitPriceMinor: { minimum: 0, maximum: MOST_MINOR },
  },
};

/** What an order must keep to beyond its types. Whether its total is right is for fraud-agent to see. */
const ORDER: Bounds = {
  properties: {
    customerId: { minLength: 1, maxLength: 100 },
    country: { pattern: '^[A-Z]{2}$', means: 'two capital letters, as in ISO 3166-1' },
    currency: { pattern: '^[A-Z]{3}$', means: 'three capital letters, as in ISO 4217' },
    totalMinor: { minimum: 0, maximum: MOST_MINOR * MOST_LINES },
    lines: { minItems: 1, maxItems: MOST_LINES, items: LINE },
  },
};

const CANCELLATION: Bounds = { properties: { reason: { maxLength: 500 } } };

/** Reads a body as an order. Everything that is wrong is told, up to 50 problems. */
export const readOrder = (body: unknown, nowMs: number): ParsedData<TransactionCreatedData> =>
  readBody(body, { event: TransactionCreated, bounds: ORDER, otherwise: (order) => timeProblems(order, nowMs) });

/** An order from the days to come would count as the customer's latest for ever. */
const timeProblems = ({ placedAt }: TransactionCreatedData, nowMs: number): readonly FieldProblem[] =>
  placedAt >= 0 && placedAt <= nowMs + DAY_MS
    ? []
    : [{ field: 'placedAt', message: 'must lie between 1970 and tomorrow' }];

/** Reads a body as the cancellation of an order; an absent one is one without a reason. */
export const readCancellation = (body: unknown, nowMs: number): ParsedData<OrderCancelledData> => {
  const given: unknown = body ?? {};
  // Any other value has the wrong type and is refused as it is.
  const isObject = typeof given === 'object' && !Array.isArray(given);
  if (isObject && Object.hasOwn(given as object, 'requestedAt'))
    return { problems: [{ field: 'requestedAt', message: 'is not a known field: it is the moment of the request' }] };
  const requestedAt = new Date(nowMs).toISOString();
  return readBody(isObject ? { ...given, requestedAt } : given, { event: OrderCancelled, bounds: CANCELLATION });
};

/** The body of an order, for the description of the interface. */
export const orderSchema = (): Record<string, unknown> => describeBounds(jsonSchemaOf(TransactionCreated), ORDER);

/** The body of a cancellation, for the description of the interface: the event without the moment of the request. */
export const cancellationSchema = (): Record<string, unknown> => {
  const { properties, ...schema } = jsonSchemaOf(OrderCancelled);
  // A record's schema has properties.
  const { reason } = properties as Record<keyof OrderCancelledData, unknown>;
  return describeBounds({ ...schema, required: [], properties: { reason } }, CANCELLATION);
};
