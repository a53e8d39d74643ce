import type { DeskTicket } from './desk-ticket.ts';

/** How soon a person answers a customer who waits, in milliseconds. */
export interface ServiceLevels {
  readonly criticalMs: number;
  readonly routineMs: number;
}

/** By when somebody answers, in milliseconds since 1970 UTC; null while the customer does not wait. */
export const dueMs = (
  { waitingSinceMs, level }: Pick<DeskTicket, 'waitingSinceMs' | 'level'>,
  { criticalMs, routineMs }: ServiceLevels,
): number | null =>
  // What has not been told from others is no reason to let somebody wait for less.
  waitingSinceMs === null ? null : waitingSinceMs + (level === 'critical' ? criticalMs : routineMs);

/** Who is to be answered first comes first; who does not wait comes last, the newest first. */
export const byUrgency =
  (levels: ServiceLevels) =>
  (one: DeskTicket, other: DeskTicket): number => {
    const [first, second] = [dueMs(one, levels), dueMs(other, levels)];
    if (first === null || second === null)
      return first === second ? other.openedMs - one.openedMs : first === null ? 1 : -1;
    return first - second;
  };
