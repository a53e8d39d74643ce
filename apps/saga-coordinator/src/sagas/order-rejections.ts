import type {
  ItemsUnavailableData,
  OrderFlaggedData,
  OrderRejectedData,
  ShipmentUnavailableData,
} from '@troupe/contracts';
import type { HeldStep } from '@troupe/saga';
import { heldWords } from './held-words.ts';

type Rejection = OrderRejectedData['reasons'][number];

/** Each no that an order can meet, besides those of steps that rows add. */
type OrderRefusal = { readonly step: string } & (
  | { readonly type: 'order.flagged'; readonly data: OrderFlaggedData }
  | { readonly type: 'items.unavailable'; readonly data: ItemsUnavailableData }
  | { readonly type: 'shipment.unavailable'; readonly data: ShipmentUnavailableData }
);

/** Why an order does not go through. */
export interface Objections {
  readonly refusals: readonly OrderRefusal[];
  readonly missing: readonly string[];
  /** Steps of which an agent holds something. */
  readonly held: readonly HeldStep[];
  readonly within: string;
  /** The operator who rejected it. */
  readonly instructed?: { readonly action: string; readonly reason: string; readonly by: string } | undefined;
}

/** The no of a step that a row added: what its event says of itself, or at least which it was. */
const wordsOf = ({ type, data }: { readonly type: string; readonly data: unknown }): string => {
  const said: readonly (readonly [string, unknown])[] =
    typeof data === 'object' && data !== null ? Object.entries(data) : [];
  const words = ['detail', 'reason'].flatMap((field) => said.filter(([name]) => name === field))[0]?.[1];
  return typeof words === 'string' && words !== '' ? words : `${type} was the answer`;
};

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
    default:
      return wordsOf(refusal);
  }
};

const byOperator = ({ action, reason, by }: NonNullable<Objections['instructed']>): Rejection => ({
  step: 'order',
  code: `operator.${action}`,
  detail: `${reason} (${by})`,
});

/** Every no, what an operator said, and every step that did not answer in time, in words for people. */
export const rejectionsOf = ({ refusals, missing, held, within, instructed }: Objections): readonly Rejection[] => [
  ...(instructed === undefined ? [] : [byOperator(instructed)]),
  ...refusals.map((refusal) => ({ step: refusal.step, code: refusal.type, detail: detailOf(refusal) })),
  ...missing.map((step) => ({ step, code: 'timed-out', detail: `no answer within ${within}${heldWords(step, held)}` })),
];
