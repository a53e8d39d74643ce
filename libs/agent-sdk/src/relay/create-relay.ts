import { repeatBy, systemTiming, TroupeError, waitBy, type Timing } from '@troupe/contracts';
import type { Undelivered } from '../store/decision-store.ts';
import type { StoredDecision } from '../store/decision.ts';
import { createDeliveries, type Deliveries } from './deliveries.ts';
import { createDeliveryMarks, type DeliveryMarks } from './delivery-marks.ts';
import { pauseMs } from './patience.ts';
import type { Relay, RelayOptions, Wait } from './relay.ts';

/** Decisions of one partition that one query of a sweep brings at most: they are held in memory until acknowledged. */
const PAGE = 200;
const SWEEP_EVERY_MS = 1_000;
/** How long closing waits for the database to take the last marks. */
const LAST_MARKS_MS = 3_000;

type Sweep = (partitions: readonly number[], signal: AbortSignal) => Promise<void>;

const deliverAll = async (deliveries: Deliveries, decisions: readonly StoredDecision[], signal: AbortSignal) => {
  await Promise.all(decisions.map((decision) => deliveries.add(decision, signal)));
};

/** Queries for what is undelivered, one after the other, so that what each of them can have seen is known. */
const createQuery = ({ store }: RelayOptions, marks: DeliveryMarks) => {
  const nothing: Undelivered = { decisions: [], more: false };
  let last: Promise<unknown> = Promise.resolve();
  return (partitions: readonly number[], isKnown: (position: number) => boolean): Promise<Undelivered> => {
    const next = last.then(() =>
      marks.during(() =>
        partitions.length === 0 ? Promise.resolve(nothing) : store.undelivered(partitions, PAGE, isKnown),
      ),
    );
    last = next.catch(() => undefined);
    return next;
  };
};

/** Page after page, until a page holds all there was. */
const createSweep =
  (
    query: ReturnType<typeof createQuery>,
    deliveries: Deliveries,
    marks: DeliveryMarks,
    isKnown: (position: number) => boolean,
  ): Sweep =>
  async (partitions, signal) => {
    for (let more = true; more;) {
      // Or what was acknowledged a moment ago would fill the page.
      await marks.flush();
      const page = await query(partitions, isKnown);
      more = page.more;
      await deliverAll(
        deliveries,
        page.decisions.filter(({ position }) => !isKnown(position)),
        signal,
      );
    }
  };

const stopped = (cause: unknown): TroupeError =>
  new TroupeError('TASK_ABORTED', 'Stopped looking for undelivered decisions: the partition was handed over', {
    cause,
  });

/** What a relay waits by. */
interface Patience {
  readonly timing: Timing;
  readonly wait: Wait;
}

/** Sweeps until it succeeds. */
const persistently =
  (sweep: Sweep, { log }: RelayOptions, { timing, wait }: Patience): Sweep =>
  async (partitions, signal) => {
    for (let failures = 1; ; failures += 1) {
      try {
        return await sweep(partitions, signal);
      } catch (error) {
        if (signal.aborted) throw stopped(error);
        log.warn({ err: error, partitions, failures }, 'looking for undelivered decisions failed: tried again');
      }
      await wait(pauseMs(failures, timing.random()), signal).catch((cause: unknown) => Promise.reject(stopped(cause)));
    }
  };

/** Sweeps what is owned, every second; one sweep at a time. Ends when the signal aborts. */
const sweepOwned = (
  sweep: Sweep,
  { partitions, log }: RelayOptions,
  { timing, signal }: { timing: Timing; signal: AbortSignal },
): void => {
  let sweeping = false;
  const turn = async (): Promise<void> => {
    if (sweeping) return;
    sweeping = true;
    try {
      await sweep(partitions(), signal);
    } catch (error) {
      if (!signal.aborted)
        log.warn({ err: error }, 'looking for undelivered decisions failed: tried again in a second');
    } finally {
      sweeping = false;
    }
  };
  signal.addEventListener(
    'abort',
    repeatBy(timing)(SWEEP_EVERY_MS, () => void turn()),
    { once: true },
  );
};

/** A relay; it looks after the partitions that are owned until it is closed. */
export const createRelay = (options: RelayOptions): Relay => {
  const { store, log, timing = systemTiming, wait = waitBy(timing) } = options;
  const marks = createDeliveryMarks(store, log, timing);
  const deliveries = createDeliveries({ ...options, timing, wait, onDelivered: (decision) => marks.add(decision) });
  const query = createQuery(options, marks);
  const closing = new AbortController();
  // What is in line is on its way already. A sweep of what was gained joins it all the same: nobody may wait for it any more.
  const sweepOften = createSweep(
    query,
    deliveries,
    marks,
    (position) => marks.has(position) || deliveries.has(position),
  );
  const sweepGained = persistently(createSweep(query, deliveries, marks, marks.has), options, { timing, wait });
  sweepOwned(sweepOften, options, { timing, signal: closing.signal });
  const isOpen = ({ delivered, outputs, position }: StoredDecision): boolean =>
    !delivered && outputs.length > 0 && !marks.has(position);
  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    closing.abort();
    deliveries.close();
    const tooLong = Promise.withResolvers<undefined>();
    const callOff = timing.after(LAST_MARKS_MS, () => tooLong.resolve(undefined));
    await Promise.race([marks.close(), tooLong.promise]);
    callOff();
  };
  return {
    deliver: (decisions, signal) => deliverAll(deliveries, decisions.filter(isOpen), signal),
    sweep: (partitions, signal) => sweepGained(partitions, AbortSignal.any([signal, closing.signal])),
    pending: () => deliveries.size(),
    close: () => (closed ??= close()),
  };
};
