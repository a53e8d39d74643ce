import { setTimeout as delay } from 'node:timers/promises';
import type { TestFleet } from '../e2e/fleet.fixture.ts';
import { anyOrder } from '../e2e/orders.fixture.ts';
import { cancel, place, type AcceptedOrder } from '../e2e/client.fixture.ts';

/** Orders that come in at a steady rate, whatever becomes of the earlier ones. */
export interface Load {
  /** Those that the gateway has answered for so far. */
  readonly accepted: readonly AcceptedOrder[];
  /** Requests without an answer. */
  pending(): number;
  /** Sends no more, and waits until every order is accepted. @throws what an order was refused with */
  stop(): Promise<void>;
}

/** An order that its customer has taken back. */
export const TAKEN_BACK_EVERY = 9;

/** Sends orders until it is stopped; every ninth is taken back at once. */
export const startLoad = (fleet: Pick<TestFleet, 'url'>, perSecond: number): Load => {
  const accepted: AcceptedOrder[] = [];
  const sent: Promise<void>[] = [];
  const stopping = new AbortController();
  let pending = 0;

  const send = async (index: number): Promise<void> => {
    pending += 1;
    const order = await place(fleet, anyOrder()).finally(() => (pending -= 1));
    const isTakenBack = index % TAKEN_BACK_EVERY === TAKEN_BACK_EVERY - 1;
    if (isTakenBack) await cancel(fleet, order);
    accepted.push({ ...order, isTakenBack });
  };

  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const sending = send(sent.length);
      // Failures are awaited with all the others, at the end.
      sending.catch(() => undefined);
      sent.push(sending);
      await delay(1_000 / perSecond);
    }
  };
  const running = run();

  return {
    accepted,
    pending: () => pending,
    stop: async () => {
      stopping.abort();
      await running;
      await Promise.all(sent);
    },
  };
};
