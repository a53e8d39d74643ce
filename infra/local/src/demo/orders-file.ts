import { readFileSync } from 'node:fs';
import { z } from 'zod';

const line = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('order'), invoice: z.string(), idempotencyKey: z.string(), order: z.unknown() }),
  z.object({
    kind: z.literal('cancellation'),
    invoice: z.string(),
    of: z.string(),
    idempotencyKey: z.string(),
    cancellation: z.object({ reason: z.string() }),
  }),
]);

/** A line of examples/orders.jsonl: an order, or the cancellation of an earlier one. */
export type OrderLine = z.infer<typeof line>;

/** Reads orders, one JSON object a line. @throws Error naming file and line */
export const readOrders = (file: string): readonly OrderLine[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((text, index) => (text.trim() === '' ? [] : [parseLine(text, `${file}:${index + 1}`)]));

const parseLine = (text: string, place: string): OrderLine => {
  try {
    return line.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(`${place} is no order: ${error instanceof Error ? error.message : String(error)}`);
  }
};
