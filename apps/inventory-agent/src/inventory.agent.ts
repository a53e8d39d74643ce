import { defineAgent, when, type AgentContext, type AgentDefinition } from '@troupe/agent-sdk';
import {
  ItemsReleased,
  ItemsReserved,
  ItemsUnavailable,
  OrderCancelled,
  OrderRejected,
  TransactionCreated,
  type DraftOf,
  type Event,
} from '@troupe/contracts';
import { mergeLines } from './order-lines.ts';
import { release } from './release.ts';
import { reserve } from './reserve.ts';

type Released = DraftOf<typeof ItemsReleased>;

/** Whatever ends an order undoes it; the first of a conversation is answered, also when nothing was held. */
const releaseItems = async ({ envelope }: Event, { tx }: AgentContext): Promise<Released | undefined> => {
  const lines = await release(tx, envelope.conversationId);
  return lines && ItemsReleased({ lines });
};

/** Sets stock aside for every order, all lines or none, and frees it when the order comes to nothing. */
export const inventoryAgent = (): AgentDefinition =>
  defineAgent({
    name: 'inventory-agent',
    publishes: [ItemsReserved, ItemsUnavailable, ItemsReleased],
    on: [
      when(TransactionCreated, async ({ data: order, envelope }, { tx }) => {
        const lines = mergeLines(order.lines);
        const reservation = await reserve(tx, { conversationId: envelope.conversationId, lines });
        switch (reservation.state) {
          case 'held':
            return ItemsReserved({ lines });
          case 'refused':
            return ItemsUnavailable({ lines: reservation.short });
          case 'answered':
            return undefined;
        }
      }),
      when(OrderRejected, releaseItems),
      when(OrderCancelled, releaseItems),
    ],
  });
