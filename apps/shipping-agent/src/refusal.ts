import { TerminalError } from '@troupe/agent-sdk';
import type { ShipmentUnavailableData, TransactionCreatedData } from '@troupe/contracts';
import type { Tariff } from './tariff-store.ts';

const kilograms = (grams: number): string => `${Math.ceil(grams / 100) / 10} kg`;

/**
 * What a parcel is weighed by.
 * @throws TerminalError for a line of less than one piece: it would make the parcel lighter
 */
export const requirePieces = (lines: TransactionCreatedData['lines']): void => {
  const wrong = lines.find((line) => line.quantity < 1);
  if (wrong !== undefined)
    throw new TerminalError(`the order asks for ${wrong.quantity} of '${wrong.sku}': correct the line and order again`);
};

/** Why an order could not be booked, given what the tariff said of it. */
export const refusalOf = (
  { country, currency }: Pick<TransactionCreatedData, 'country' | 'currency'>,
  { zone, rates, weightGrams, daysTried }: Tariff,
): ShipmentUnavailableData => {
  if (zone === null) return { reason: 'NO_ZONE', detail: `no carrier goes to ${country}` };
  if (rates.length === 0) return { reason: 'NO_ZONE', detail: `no carrier has a rate in ${currency} to ${country}` };
  const limit = Math.max(...rates.map((rate) => rate.maxWeightGrams));
  return weightGrams > limit
    ? { reason: 'TOO_HEAVY', detail: `${kilograms(weightGrams)} to ${country}, at most ${kilograms(limit)} are taken` }
    : { reason: 'NO_CAPACITY', detail: `every carrier to ${country} is full on the ${daysTried} working days tried` };
};
