import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { SERVICES, type Service, type Target } from './chaos-plan.ts';
import type { Load } from './load.ts';

/** What there is to do, as the tables say: nobody asks the services. */
export interface Work {
  /** Waits a moment for work to be in flight at a target; whether there is. */
  isAt(target: Target): Promise<boolean>;
  /** Whether a target has nothing to do that is older than a second. False while nobody knows. */
  isUpToDate(target: Target): Promise<boolean>;
  /** Orders without a resolution, of those that are known. */
  open(): number;
  close(): Promise<void>;
}

/** An order that is under way: who has yet to deal with it. */
interface OpenOrder {
  readonly conversationId: string;
  readonly acceptedMs: number;
  waitsFor: ReadonlySet<Service | 'end'>;
}

interface NewRow {
  readonly event_id: string;
  readonly conversation_id: string;
  readonly accepted_ms: number;
}

type OpenRow = Readonly<Record<'event_id' | 'waits_for', string>>;

const NEW = `select o->>'id' as event_id, g.conversation_id, (extract(epoch from g.decided_at) * 1000)::float8 as accepted_ms
  from gateway.decisions g cross join lateral json_array_elements(g.outputs) o
  where g.decided_at > to_timestamp($1 / 1000.0) and o->>'topic' = 'transaction.created'`;

const AGENTS = ['fraud-agent', 'inventory-agent', 'shipping-agent'] as const;

const undecidedBy = (agent: string): string =>
  `select event_id, '${agent}' as waits_for from open where not exists (
     select from ${agent.replaceAll('-', '_')}.decisions d
     where d.day >= current_date - 1 and d.decider = '${agent}' and d.input_id = open.event_id)`;

const OPEN = `with open as materialized (
    select * from unnest($1::text[], $2::text[]) as o (event_id, conversation_id))
  ${AGENTS.map(undecidedBy).join(' union all ')}
  union all select event_id, 'ledger' from open where not exists (
    select from ledger.events e where e.conversation_id = open.conversation_id and e.event_id = open.event_id)
  union all select event_id, 'end' from open where not exists (
    select from main.orders m where m.id = open.conversation_id and m.status in ('confirmed', 'closed'))`;

/** Decisions become visible a moment after the time that they carry. */
const SETTLED_MS = 10_000;
const LOOK_EVERY_MS = 40;
/** How long work is waited for where a fault is to hit. */
const WORK_WITHIN_MS = 2_000;
const LATE_MS = 1_000;
const LOOKS_WITHIN_MS = 5_000;

/** A connection that is made anew when it breaks. */
const createLink = (connectionString: string) => {
  let client: pg.Client | undefined;
  const connect = async (): Promise<pg.Client> => {
    const fresh = new pg.Client({ connectionString, connectionTimeoutMillis: 2_000, query_timeout: LOOKS_WITHIN_MS });
    fresh.on('error', () => undefined);
    await fresh.connect();
    return (client = fresh);
  };
  return {
    query: async <Row extends object>(text: string, values: readonly unknown[]): Promise<readonly Row[]> => {
      const open = client ?? (await connect());
      try {
        return (await open.query<Row>(text, [...values])).rows;
      } catch (error) {
        client = undefined;
        void open.end().catch(() => undefined);
        throw error;
      }
    },
    close: async (): Promise<void> => client?.end(),
  };
};

const isServiceOfOrders = (target: Target): target is Exclude<Service, 'gateway' | 'saga-coordinator'> =>
  target === 'ledger' || AGENTS.some((agent) => agent === target);

/** Whatever is open is so at the coordinator, the servers and the log. */
const keyOf = (target: Target): Service | 'end' => (isServiceOfOrders(target) ? target : 'end');

/** Follows the orders of a fleet. */
export const followWork = (databaseUrl: string, load: Pick<Load, 'pending' | 'oldestMs'>): Work => {
  const link = createLink(databaseUrl);
  const orders = new Map<string, OpenOrder>();
  const seen = new Set<string>();
  let latestMs = 0;
  let looking: Promise<void> | undefined;

  const take = ({ event_id: id, conversation_id: conversationId, accepted_ms: acceptedMs }: NewRow): void => {
    latestMs = Math.max(latestMs, acceptedMs);
    if (seen.has(id)) return;
    seen.add(id);
    orders.set(id, { conversationId, acceptedMs, waitsFor: new Set([...SERVICES, 'end'] as const) });
  };

  const look = async (): Promise<void> => {
    for (const row of await link.query<NewRow>(NEW, [latestMs - SETTLED_MS])) take(row);
    const ids = [...orders.keys()];
    const conversations = [...orders.values()].map(({ conversationId }) => conversationId);
    const rows = await link.query<OpenRow>(OPEN, [ids, conversations]);
    const waits = Map.groupBy(rows, ({ event_id: id }) => id);
    for (const [id, order] of orders) {
      const own = waits.get(id);
      // The statement names services only.
      if (own === undefined) orders.delete(id);
      else order.waitsFor = new Set(own.map((row) => row.waits_for as Service | 'end'));
    }
  };

  /** Everybody who asks meanwhile gets the same answer. */
  const lookOnce = (): Promise<void> => (looking ??= look().finally(() => (looking = undefined)));

  const waitingFor = (target: Target): readonly OpenOrder[] =>
    [...orders.values()].filter(({ waitsFor }) => waitsFor.has(keyOf(target)));

  const hasWork = async (target: Target): Promise<boolean> => {
    if (target === 'gateway') return load.pending() > 0;
    // While the database is away nobody knows.
    const isKnown = await lookOnce().then(
      () => true,
      () => false,
    );
    return isKnown && waitingFor(target).length > 0;
  };

  return {
    isAt: async (target) => {
      const everyMs = target === 'gateway' ? 1 : LOOK_EVERY_MS;
      for (const untilMs = Date.now() + WORK_WITHIN_MS; Date.now() < untilMs; await delay(everyMs))
        if (await hasWork(target)) return true;
      return false;
    },
    isUpToDate: async (target) => {
      if (target === 'gateway') return load.oldestMs() < LATE_MS;
      const askedMs = Date.now();
      try {
        await lookOnce();
      } catch {
        return false;
      }
      return waitingFor(target).every(({ acceptedMs }) => acceptedMs > askedMs - LATE_MS);
    },
    open: () => waitingFor('log').length,
    close: link.close,
  };
};
