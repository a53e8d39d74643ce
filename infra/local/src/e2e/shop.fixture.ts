import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '@troupe/testing';
import { expect } from '@jest/globals';
import type { TestFleet } from './fleet.fixture.ts';
import type { AcceptedOrder } from './client.fixture.ts';

export { cancel, place, type AcceptedOrder } from './client.fixture.ts';

const ACCEPTED_WITHIN_MS = 90_000;
const RESOLVED_WITHIN_MS = 120_000;

/** How orders are sent while something happens to the fleet. */
interface Load<Accepted> {
  readonly perSecond: number;
  /** Sends the order with this number, from 0. */
  readonly send: (index: number) => Promise<Accepted>;
}

/** The orders as they come in. */
export interface Traffic {
  /** Waits until so many more have been accepted: the last of them are under way then. */
  accepts(more: number): Promise<void>;
}

/** Sends orders at a steady rate, whatever becomes of the earlier ones, until `disturb` is done; resolves to all of them. */
export const underLoad = async <Accepted>(
  { perSecond, send }: Load<Accepted>,
  disturb: (traffic: Traffic) => Promise<void>,
): Promise<readonly Accepted[]> => {
  const sent: Promise<Accepted>[] = [];
  let acceptances = 0;
  const accepts = (more: number): Promise<void> => {
    const wanted = acceptances + more;
    return eventually(() => expect(acceptances).toBeGreaterThanOrEqual(wanted), { timeoutMs: ACCEPTED_WITHIN_MS });
  };
  const done = new AbortController();
  const disturbed = disturb({ accepts }).finally(() => done.abort());
  while (!done.signal.aborted) {
    const sending = send(sent.length);
    // Failures are awaited with all the others, below.
    sending.then(
      () => (acceptances += 1),
      () => undefined,
    );
    sent.push(sending);
    await delay(1_000 / perSecond);
  }
  await disturbed;
  return Promise.all(sent);
};

/** Waits until the main database has the last word on every order. */
export const allResolved = async (
  fleet: TestFleet,
  orders: readonly AcceptedOrder[],
  timeoutMs = RESOLVED_WITHIN_MS,
): Promise<void> => {
  const ids = orders.map(({ conversationId }) => conversationId);
  await eventually(
    async () => {
      const done = await fleet.query<{ id: string }>(
        `select id from main.orders where id = any($1) and status in ('confirmed', 'closed')`,
        [ids],
      );
      expect(done.length).toBe(ids.length);
    },
    { timeoutMs, intervalMs: 250 },
  );
};

/** How each order came out, by conversation: what main.orders says. */
export const outcomes = async (fleet: TestFleet): Promise<ReadonlyMap<string, string>> =>
  new Map(
    (await fleet.query<{ id: string; outcome: string }>('select id, outcome from main.orders')).map((row) => [
      row.id,
      row.outcome,
    ]),
  );

/** Good orders are confirmed and the others rejected: no outage made any difference. */
export const expectFates = async (fleet: TestFleet, orders: readonly AcceptedOrder[]): Promise<void> => {
  const known = await outcomes(fleet);
  const came = orders.map(({ conversationId, fate }) => `${fate} ${known.get(conversationId) ?? 'open'}`);
  expect(came).toEqual(orders.map(({ fate }) => `${fate} ${fate === 'good' ? 'confirmed' : 'rejected'}`));
};
