import { lastWord, type Story } from './story.ts';

/** What becomes of an order. */
export const ORDER_STATUSES = ['confirmed', 'rejected', 'cancelled', 'closed'] as const;

/** A cancelled order is resolved when it is closed. */
export const orderStory: Story<(typeof ORDER_STATUSES)[number]> = {
  statusOf: lastWord([
    ['order.closed', 'closed'],
    ['order.cancelled', 'cancelled'],
    ['order.rejected', 'rejected'],
    ['order.confirmed', 'confirmed'],
  ]),
  resolutions: ['order.confirmed', 'order.rejected', 'order.closed'],
};
