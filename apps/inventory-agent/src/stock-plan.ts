/** A product as the list of goods has it. */
export interface Product {
  readonly sku: string;
  /** How many pieces of it are expected to be ordered. */
  readonly orderedQuantity: number;
}

/** How much is laid in, as a share of what is expected to be ordered. */
export interface StockPlan {
  /** For most products: 1.2 leaves a fifth over. */
  readonly factor: number;
  /** How many of the most ordered products are laid in more sparingly. */
  readonly scarce: number;
  /** For those: below 1, orders run short of them. */
  readonly scarceFactor: number;
}

/** A product and how many pieces of it shall lie in the warehouse. */
export interface Goods {
  readonly sku: string;
  readonly onHand: number;
}

const mostOrderedFirst = (a: Product, b: Product): number =>
  b.orderedQuantity - a.orderedQuantity || (a.sku < b.sku ? -1 : 1);

/** What to lay in of every product; the same list and plan always give the same. */
export const planStock = (
  products: readonly Product[],
  { factor, scarce, scarceFactor }: StockPlan,
): readonly Goods[] =>
  products.toSorted(mostOrderedFirst).map(({ sku, orderedQuantity }, rank) => ({
    sku,
    onHand: Math.ceil(orderedQuantity * (rank < scarce ? scarceFactor : factor)),
  }));
