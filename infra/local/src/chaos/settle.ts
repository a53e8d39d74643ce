import { setTimeout as delay } from 'node:timers/promises';
import type { AcceptedOrder } from '../e2e/client.fixture.ts';
import type { Finding } from '../e2e/findings.fixture.ts';
import type { TestFleet } from '../e2e/fleet.fixture.ts';
import { auditChaos, type ChaosCourse } from './chaos-audit.ts';

const LOOK_EVERY_MS = 250;

const OPEN = `select count(*)::integer as open from unnest($1::text[]) as wanted (id) where not exists (
  select 1 from main.orders m where m.id = wanted.id and m.status in ('confirmed', 'closed'))`;

/** Waits until every order is resolved, or no longer. */
export const untilResolved = async (
  fleet: Pick<TestFleet, 'query'>,
  orders: readonly AcceptedOrder[],
  withinMs: number,
): Promise<void> => {
  const ids = orders.map(({ conversationId }) => conversationId);
  for (const untilMs = Date.now() + withinMs; Date.now() < untilMs; await delay(LOOK_EVERY_MS)) {
    const [row] = await fleet.query<{ open: number }>(OPEN, [ids]).catch(() => []);
    if (row?.open === 0) return;
  }
};

/**
 * What is still on its way is waited for; what contradicts stays in the log for ever. A server that has just come back may
 * refuse once more: then the auditor looks again, as the services do.
 * @throws what the last look failed with, when none has succeeded in time
 */
export const auditPatiently = async (
  fleet: Pick<TestFleet, 'query' | 'place'>,
  course: ChaosCourse,
  withinMs: number,
): Promise<readonly Finding[]> => {
  for (const untilMs = Date.now() + withinMs; ; await delay(1_000)) {
    const isLast = Date.now() > untilMs;
    const findings = await auditChaos(fleet, course).catch((error: unknown) => {
      if (isLast) throw error;
    });
    if (findings !== undefined && (findings.length === 0 || isLast)) return findings;
  }
};
