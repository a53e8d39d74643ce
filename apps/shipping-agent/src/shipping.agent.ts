import { defineAgent, when, type AgentContext, type AgentDefinition } from '@troupe/agent-sdk';
import {
  OrderCancelled,
  OrderRejected,
  ShipmentBooked,
  ShipmentCancelled,
  ShipmentUnavailable,
  TransactionCreated,
  type DraftOf,
  type Event,
} from '@troupe/contracts';
import { book } from './book.ts';
import { cancel } from './cancel.ts';
import { refusalOf, requirePieces } from './refusal.ts';
import { shippingOptions } from './shipping-options.ts';
import { readTariff } from './tariff-store.ts';

type Cancelled = DraftOf<typeof ShipmentCancelled>;

/** Whatever ends an order undoes it; the first of a conversation is answered, also when nothing was booked. */
const cancelShipment = async ({ envelope }: Event, { tx }: AgentContext): Promise<Cancelled | undefined> => {
  const outcome = await cancel(tx, envelope.conversationId);
  return outcome && ShipmentCancelled(outcome);
};

/** Books a carrier's room for every order on the first day that has any, and frees it when the order comes to nothing. */
export const shippingAgent = (): AgentDefinition =>
  defineAgent({
    name: 'shipping-agent',
    publishes: [ShipmentBooked, ShipmentUnavailable, ShipmentCancelled],
    on: [
      when(TransactionCreated, async ({ data: order, envelope: { conversationId } }, { tx }) => {
        requirePieces(order.lines);
        const tariff = await readTariff(tx, order);
        const { zone, rates, weightGrams, daysTried } = tariff;
        const options = shippingOptions(rates, { parcel: { weightGrams, placedAt: order.placedAt }, daysTried });
        const booking = await book(tx, { conversationId, options });
        if (booking.state === 'answered') return undefined;
        if (booking.state === 'refused' || zone === null) return ShipmentUnavailable(refusalOf(order, tariff));
        return ShipmentBooked({ ...booking.option, zone, weightGrams, currency: order.currency });
      }),
      when(OrderRejected, cancelShipment),
      when(OrderCancelled, cancelShipment),
    ],
  });
