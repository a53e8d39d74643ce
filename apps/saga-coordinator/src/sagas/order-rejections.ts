import type {
  ItemsUnavailableData,
  OrderFlaggedData,
  OrderRejectedData,
  ShipmentUnavailableData,
} from '@troupe/contracts';

type Rejection = OrderRejectedData['reasons'][number];

/** Each no that an order can meet. */
type OrderRefusal = { readonly step: string } & (
  | { readonly type: 'order.flagged'; readonly data: OrderFlaggedData }
  | { readonly type: 'items.unavailable'; readonly data: ItemsUnavailableData }
  | { readonly type: 'shipment.unavailable'; readonly data: ShipmentUnavailableData }
);

/** Why an order does not go through. */
export interface Objections {
  readonly refusals: readonly OrderRefusal[];
  readonly missing: readonly string[];
  readonly within: string;
}

const detailOf = (refusal: OrderRefusal): string => {
  switch (refusal.type) {
    case 'order.flagged':
      return `risk ${refusal.data.score.toFixed(2)}: ${refusal.data.reasons.map(({ reason }) => reason).join('; ')}`;
    case 'items.unavailable':
      return refusal.data.lines
        .map(({ sku, requested, available }) => `${sku}: ${requested} wanted, ${available} left`)
        .join('; ');
    case 'shipment.unavailable':
      return refusal.data.detail;
  }
};

/** Every no, and every step that did not answer in time, in words for people. */
export const rejectionsOf = ({ refusals, missing, within }: Objections): readonly Rejection[] => [
  ...refusals.map((refusal) => ({ step: refusal.step, code: refusal.type, detail: detailOf(refusal) })),
  ...missing.map((step) => ({ step, code: 'timed-out', detail: `no answer within ${within}` })),
];
