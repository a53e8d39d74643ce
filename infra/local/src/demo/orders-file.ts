import { readFileSync } from 'node:fs';
import { ensureError } from '@troupe/contracts';
import { z } from 'zod';
import { stackError } from '../stack-error.ts';

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

const EXAMPLE = 'give one JSON object a line, as examples/orders.jsonl has them';

const contentOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw stackError(`${file} cannot be read: ${ensureError(error).message}`, EXAMPLE, error);
  }
};

const parseLine = (text: string, place: string): OrderLine => {
  try {
    return line.parse(JSON.parse(text));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : ensureError(error).message;
    throw stackError(`${place} is no order: ${why}`, EXAMPLE, error);
  }
};

/** Reads orders, one JSON object a line. @throws STACK_FAILED naming the file, and the line that is no order */
export const readOrders = (file: string): readonly OrderLine[] => {
  const orders = contentOf(file)
    .split('\n')
    .flatMap((text, index) => (text.trim() === '' ? [] : [parseLine(text, `${file}:${index + 1}`)]));
  if (orders.length === 0) throw stackError(`${file} has no orders`, EXAMPLE);
  return orders;
};
