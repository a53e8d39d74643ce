import type {
  ItemsReservedData,
  OrderRejectedData,
  OrderVerifiedData,
  ShipmentBookedData,
  TransactionCreatedData,
} from '@troupe/contracts';
import type { SagaView } from '@troupe/saga';

/** A row of main.orders, as JSON. */
export interface OrderRow extends Readonly<Record<string, unknown>> {
  /** The conversation. */
  readonly id: string;
  readonly customer_id: string;
  readonly country: string;
  readonly currency: string;
  readonly total_minor: number;
  /** Rejected and cancelled orders become `closed` once they have been undone everywhere. */
  readonly status: 'confirmed' | 'rejected' | 'cancelled' | 'closed';
  /** How it came out; stays when the order is closed. */
  readonly outcome: 'confirmed' | 'rejected' | 'cancelled';
  readonly reasons: OrderRejectedData['reasons'];
  /** Steps that did not answer in time. */
  readonly missing: readonly string[];
  /** What the participants concluded, by step. */
  readonly result: OrderSteps;
  readonly requested_at: string;
  readonly resolved_at: string;
}

interface OrderSteps {
  readonly verify?: OrderVerifiedData | undefined;
  readonly reserve?: ItemsReservedData | undefined;
  readonly ship?: ShipmentBookedData | undefined;
}

interface OrderView extends SagaView {
  readonly start: TransactionCreatedData;
  readonly steps: Readonly<Record<string, unknown>> & OrderSteps;
}

const isoOf = (ms: number): string => new Date(ms).toISOString();

/** An order as the main database keeps it. It is packaged only once there is an outcome. */
export const orderRow = (view: OrderView, reasons: OrderRejectedData['reasons']): OrderRow => {
  const { conversationId, start, steps, missing, requestedMs, resolvedMs = requestedMs } = view;
  const outcome = view.outcome === 'completed' || view.outcome === undefined ? 'confirmed' : view.outcome;
  return {
    id: conversationId,
    customer_id: start.customerId,
    country: start.country,
    currency: start.currency,
    total_minor: start.totalMinor,
    status: view.status === 'closed' ? 'closed' : outcome,
    outcome,
    reasons: outcome === 'rejected' ? reasons : [],
    missing: outcome === 'rejected' ? missing : [],
    result: steps,
    requested_at: isoOf(requestedMs),
    resolved_at: isoOf(resolvedMs),
  };
};
