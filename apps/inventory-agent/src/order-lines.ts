import { TerminalError } from '@troupe/agent-sdk';

/** So many of one product. */
export interface Quantity {
  readonly sku: string;
  readonly quantity: number;
}

/** The most that an event can say of one product. */
const MOST = 2 ** 31 - 1;

/**
 * What an order asks for, each product once, by sku.
 * @throws TerminalError for a line that asks for less than one piece: no stock can answer that
 */
export const mergeLines = (lines: readonly Quantity[]): readonly Quantity[] => {
  const wanted = new Map<string, number>();
  for (const { sku, quantity } of lines) {
    if (quantity < 1)
      throw new TerminalError(`the order asks for ${quantity} of '${sku}': correct the line and order again`);
    wanted.set(sku, Math.min(MOST, (wanted.get(sku) ?? 0) + quantity));
  }
  return [...wanted].map(([sku, quantity]) => ({ sku, quantity })).sort((a, b) => (a.sku < b.sku ? -1 : 1));
};
