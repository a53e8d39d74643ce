import { setTimeout as delay } from 'node:timers/promises';
import type { AcceptedOrder } from '../e2e/client.fixture.ts';
import { startFleetIn, type TestFleet } from '../e2e/fleet.fixture.ts';
import type { LocalStack } from '../stack.ts';
import { inFlightAt, readBacklog, type Backlog } from './backlog.ts';
import { auditChaos } from './chaos-audit.ts';
import { drawFaults, TARGETS, type ChaosFault } from './chaos-plan.ts';
import { CHAOS_ENV, inject, nameOf, type ChaosParts } from './inject.ts';
import { startLoad, type Load } from './load.ts';
import { openRecordTail } from './record-tail.ts';

/** How chaos is run. */
export interface ChaosOptions {
  /** Servers of its own, which it may kill. */
  readonly stack: LocalStack;
  readonly seed: number;
  /** Ends when so many faults have counted. */
  readonly faults: number;
  /** Ends after so many seconds in any case. */
  readonly seconds: number;
  /** Orders a second. */
  readonly perSecond: number;
  /** Faults that overlap at most, each on a target of its own. */
  readonly lanes: number;
  /** Ends it early. */
  readonly signal?: AbortSignal;
  /** Told what happens. */
  readonly note: (text: string) => void;
}

/** One fault that took place. */
export interface ChaosEvent {
  readonly fault: ChaosFault;
  /** Whether work was in flight where it hit. */
  readonly counts: boolean;
  /** From the fault until its target had no more to do than a second brings; undefined if that was never seen. */
  recoveredMs?: number;
}

/** What came of it. */
export interface ChaosReport {
  readonly events: readonly ChaosEvent[];
  readonly orders: number;
  readonly seconds: number;
  /** From the end of the faults until every order was resolved. */
  readonly settledMs: number;
  /** What is not as it must be. */
  readonly violations: readonly string[];
}

interface Course extends ChaosParts {
  readonly options: ChaosOptions;
  readonly load: Load;
  readonly events: ChaosEvent[];
  readonly busy: Set<string>;
  readonly isOver: () => boolean;
}

const LOOK_EVERY_MS = 250;
/** How long work is waited for where a fault is to hit. */
const WORK_WITHIN_MS = 2_000;
const RECOVERS_WITHIN_MS = 60_000;
const SETTLES_WITHIN_MS = 300_000;
const AUDITED_WITHIN_MS = 90_000;
/** Enough of everything for as many orders as a run can send. */
const ON_HAND = 100_000_000;

const backlogOf = (fleet: TestFleet): Promise<Backlog | undefined> =>
  // While the database is away nobody knows.
  readBacklog(fleet).catch(() => undefined);

/** Waits a moment for work to be in flight at a target; whether there is. */
const hasWork = async ({ target }: ChaosFault, { fleet, load }: Course): Promise<boolean> => {
  if (target === 'gateway') return load.pending() > 0;
  for (const untilMs = Date.now() + WORK_WITHIN_MS; Date.now() < untilMs; await delay(20)) {
    const backlog = await backlogOf(fleet);
    if (backlog !== undefined && inFlightAt(backlog, target) > 0) return true;
  }
  return false;
};

const watchRecovery = async (event: ChaosEvent, startedMs: number, { fleet, options }: Course): Promise<void> => {
  for (; Date.now() < startedMs + RECOVERS_WITHIN_MS; await delay(LOOK_EVERY_MS)) {
    const backlog = await backlogOf(fleet);
    if (backlog === undefined || inFlightAt(backlog, event.fault.target) > options.perSecond) continue;
    event.recoveredMs = Date.now() - startedMs;
    return;
  }
};

const strike = async (fault: ChaosFault, course: Course): Promise<void> => {
  const { events, options } = course;
  const counts = await hasWork(fault, course);
  const startedMs = Date.now();
  const took = await inject(fault, course).catch((error: unknown) => {
    options.note(`${nameOf(fault)} failed: ${String(error)}`);
    return false;
  });
  if (!took) return;
  const event: ChaosEvent = { fault, counts };
  events.push(event);
  if (fault.target !== 'log') void watchRecovery(event, startedMs, course);
};

/** Takes the next fault whose target nobody is busy with; the others wait for their turn. */
const runLane = async (next: () => ChaosFault, course: Course): Promise<void> => {
  const { busy, isOver } = course;
  while (!isOver()) {
    const fault = next();
    while (busy.has(fault.target) && !isOver()) await delay(20);
    if (isOver()) return;
    busy.add(fault.target);
    await strike(fault, course);
    busy.delete(fault.target);
  }
};

const untilResolved = async (fleet: TestFleet, orders: readonly AcceptedOrder[]): Promise<void> => {
  const ids = orders.map(({ conversationId }) => conversationId);
  for (const untilMs = Date.now() + SETTLES_WITHIN_MS; Date.now() < untilMs; await delay(LOOK_EVERY_MS)) {
    const [row] = await fleet
      .query<{ open: number }>(
        `select count(*)::integer as open from unnest($1::text[]) as wanted (id) where not exists (
           select 1 from main.orders m where m.id = wanted.id and m.status in ('confirmed', 'closed'))`,
        [ids],
      )
      .catch(() => []);
    if (row?.open === 0) return;
  }
};

/** What is still on its way is waited for; what contradicts stays in the log for ever. */
const auditPatiently = async ({ fleet, load, tail }: Course): Promise<readonly string[]> => {
  const untilMs = Date.now() + AUDITED_WITHIN_MS;
  for (;;) {
    const findings = await auditChaos(fleet, load.accepted, tail.poisoned);
    if (findings.length === 0 || Date.now() > untilMs) return findings;
    await delay(1_000);
  }
};

const play = async (course: Course): Promise<ChaosReport> => {
  const { options, load, fleet, events } = course;
  const startedMs = Date.now();
  const faults = drawFaults(options.seed);
  const next = (): ChaosFault => faults.next().value;
  await Promise.all(Array.from({ length: options.lanes }, () => runLane(next, course)));
  const endedMs = Date.now();
  const missing = TARGETS.filter((target) => fleet.instances(target).length === 0);
  await Promise.all(missing.map((target) => fleet.start(target)));
  options.note(`${events.length} faults in ${((endedMs - startedMs) / 1_000).toFixed(0)} s; waiting for every order`);
  await load.stop();
  await untilResolved(fleet, load.accepted);
  const settledMs = Date.now() - endedMs;
  options.note(`${load.accepted.length} orders; reading the log and the tables`);
  const violations = await auditPatiently(course);
  return { events, orders: load.accepted.length, seconds: (endedMs - startedMs) / 1_000, settledMs, violations };
};

const placeOf = ({ kafkaBrokers, schemaRegistryUrl, databaseUrl }: LocalStack) => {
  const prefix = 'chaos.';
  const env = {
    KAFKA_BROKERS: kafkaBrokers.join(','),
    SCHEMA_REGISTRY_URL: schemaRegistryUrl,
    DATABASE_URL: databaseUrl,
    TROUPE_PREFIX: prefix,
    ...CHAOS_ENV,
  };
  return { kafkaBrokers, schemaRegistryUrl, databaseUrl, prefix, env };
};

/** Starts a fleet on these servers, lets orders come, and does to it what the seed says; then audits. */
export const runChaos = async (options: ChaosOptions): Promise<ChaosReport> => {
  const { stack, faults, seconds, perSecond, signal } = options;
  const place = placeOf(stack);
  const fleet = await startFleetIn(place);
  try {
    await fleet.query('update inventory_agent.stock set on_hand = $1', [ON_HAND]);
    const tail = await openRecordTail(place);
    const load = startLoad(fleet, perSecond);
    const untilMs = Date.now() + seconds * 1_000;
    const events: ChaosEvent[] = [];
    const counted = (): number => events.filter(({ counts }) => counts).length;
    const isOver = (): boolean => signal?.aborted === true || Date.now() > untilMs || counted() >= faults;
    return await play({ fleet, stack, tail, load, options, events, busy: new Set(), isOver }).finally(tail.close);
  } finally {
    await fleet.stop();
  }
};
