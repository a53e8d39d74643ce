/** A saga as it was resolved. */
export interface Resolution {
  readonly partition: number;
  /** When it was due to begin, in milliseconds of any one clock. */
  readonly dueMs: number;
}

/**
 * How much older a saga was than one of its partition that was resolved before it, at most, in milliseconds. 0 where all were
 * resolved in the order in which they began.
 */
export const largestInversionMs = (inOrder: readonly Resolution[]): number => {
  const youngest = new Map<number, number>();
  let largest = 0;
  for (const { partition, dueMs } of inOrder) {
    const before = youngest.get(partition) ?? dueMs;
    largest = Math.max(largest, before - dueMs);
    youngest.set(partition, Math.max(before, dueMs));
  }
  return largest;
};
