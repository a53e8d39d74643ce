import { createHash } from 'node:crypto';
import type { Operation } from './operations.ts';

/** What a request asks for. */
export interface Asked {
  readonly operation: Operation;
  readonly conversationId: string;
  /** The JSON that was sent. */
  readonly body: unknown;
}

/**
 * SHA-256 in hex of what was asked for. The order of fields and the space between them do not matter. It is taken of what
 * was sent and not of what it was read as: a later version that reads more would otherwise not know its requests again.
 */
export const fingerprintOf = ({ operation, conversationId, body }: Asked): string =>
  createHash('sha256')
    .update(JSON.stringify([operation, conversationId, body ?? null], withSortedFields))
    .digest('hex');

const withSortedFields = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
    : value;
