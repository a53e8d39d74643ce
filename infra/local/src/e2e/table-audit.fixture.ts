import { ItemsReleased, ItemsReserved } from '@troupe/contracts';
import { createRegistryCodec } from '@troupe/messaging';
import type { TestFleet } from './fleet.fixture.ts';
import type { LogAudit, LoggedEvent } from './log-audit.fixture.ts';

/** What is looked into. */
type Audited = Pick<TestFleet, 'place' | 'query'>;

/** What is in one of two collections only, told in words. */
const differences = (
  what: string,
  table: ReadonlyMap<string, string | number>,
  log: ReadonlyMap<string, string | number>,
): readonly string[] =>
  [...new Set([...table.keys(), ...log.keys()])]
    .filter((key) => table.get(key) !== log.get(key))
    .map(
      (key) => `${what} ${key}: ${table.get(key) ?? 'nothing'} in the table, ${log.get(key) ?? 'nothing'} in the log`,
    );

const typesOf = (events: readonly LoggedEvent[]): ReadonlySet<string> => new Set(events.map(({ type }) => type));

const statusOf = (types: ReadonlySet<string>): string => (types.has('order.closed') ? 'closed' : 'confirmed');
const outcomeOf = (types: ReadonlySet<string>): string => {
  if (types.has('order.rejected')) return 'rejected';
  return types.has('order.cancelled') ? 'cancelled' : 'confirmed';
};

/** The packaged result of every order says what its events say. */
const orderFindings = async (fleet: Audited, { byConversation }: LogAudit): Promise<readonly string[]> => {
  const rows = await fleet.query<{ id: string; told: string }>(
    `select id, status || ' ' || outcome as told from main.orders`,
  );
  const told = [...byConversation].map(([id, events]): [string, string] => {
    const types = typesOf(events);
    return [id, `${statusOf(types)} ${outcomeOf(types)}`];
  });
  return differences('main.orders', new Map(rows.map((row) => [row.id, row.told])), new Map(told));
};

/** What is reserved is the sum of what was set aside and not given back, by product, and what is held by order. */
const stockFindings = async (fleet: Audited, { events }: LogAudit): Promise<readonly string[]> => {
  const { schemaRegistryUrl: url, prefix } = fleet.place;
  const codec = createRegistryCodec({ url, prefix });
  const held = new Map<string, number>();
  for (const { type, value } of events) {
    if (type !== 'items.reserved' && type !== 'items.released') continue;
    const { lines } = await codec.decode(type === 'items.reserved' ? ItemsReserved : ItemsReleased, value);
    const sign = type === 'items.reserved' ? 1 : -1;
    for (const { sku, quantity } of lines) held.set(sku, (held.get(sku) ?? 0) + sign * quantity);
  }
  const [stock, lines] = await Promise.all([
    fleet.query<{ sku: string; reserved: number }>(
      'select sku, reserved from inventory_agent.stock where reserved > 0',
    ),
    fleet.query<{ sku: string; reserved: number }>(
      'select sku, sum(quantity)::integer as reserved from inventory_agent.reserved_lines group by sku',
    ),
  ]);
  const wanted = new Map([...held].filter(([, quantity]) => quantity !== 0));
  const bySku = (rows: typeof stock): ReadonlyMap<string, number> =>
    new Map(rows.map((row) => [row.sku, row.reserved]));
  return [...differences('stock', bySku(stock), wanted), ...differences('reserved_lines', bySku(lines), wanted)];
};

/** As many parcels are booked as there are orders that are to be sent, by day and in all. */
const shipmentFindings = async (fleet: Audited, { byConversation }: LogAudit): Promise<readonly string[]> => {
  const [bookings, capacity] = await Promise.all([
    fleet.query<{ id: string }>(`select conversation_id as id from shipping_agent.bookings where state = 'booked'`),
    fleet.query<{ day: string }>(
      `select carrier || ' ' || day as day from shipping_agent.capacity c where booked <>
         (select count(*) from shipping_agent.bookings b where b.state = 'booked' and b.carrier = c.carrier and b.day = c.day)`,
    ),
  ]);
  const sent = [...byConversation].flatMap(([id, events]): [string, string][] => {
    const types = typesOf(events);
    return types.has('shipment.booked') && !types.has('shipment.cancelled') ? [[id, 'booked']] : [];
  });
  return [
    ...differences('booking', new Map(bookings.map(({ id }) => [id, 'booked'])), new Map(sent)),
    ...capacity.map(({ day }) => `the capacity of ${day} is not the number of its bookings`),
  ];
};

/** The ledger has each event once, and its positions count from 1 without gaps. */
const ledgerFindings = async (fleet: Audited, { events }: LogAudit): Promise<readonly string[]> => {
  const rows = await fleet.query<{ event_id: string; type: string }>('select event_id, type from ledger.events');
  const gaps = await fleet.query<{ id: string }>(
    `select conversation_id as id from ledger.events group by conversation_id
     having min(position) <> 1 or max(position) <> count(*) or count(distinct event_id) <> count(*)`,
  );
  return [
    ...differences(
      'ledger',
      new Map(rows.map((row) => [row.event_id, row.type])),
      new Map(events.map(({ id, type }) => [id, type])),
    ),
    ...gaps.map(({ id }) => `the ledger has gaps in ${id}`),
  ];
};

const DECIDERS = ['gateway', 'saga_coordinator', 'fraud_agent', 'inventory_agent', 'shipping_agent'];

/** Nothing is in the log that was not decided, nothing was decided that is not in the log, and nothing waits. */
const decisionFindings = async (fleet: Audited, { events }: LogAudit): Promise<readonly string[]> => {
  const decided = await fleet.query<{ id: string; topic: string }>(
    DECIDERS.map(
      (schema) =>
        `select output->>'id' as id, output->>'topic' as topic from ${schema}.decisions, json_array_elements(outputs) output`,
    ).join(' union all '),
  );
  const waiting = await fleet.query<{ service: string }>(
    DECIDERS.map((schema) => `select '${schema}' as service from ${schema}.undelivered`).join(' union all '),
  );
  const known = decided.filter(({ topic }) => !topic.endsWith('.dead'));
  return [
    ...differences(
      'decision',
      new Map(known.map(({ id, topic }) => [id, topic])),
      new Map(events.map(({ id, type }) => [id, type])),
    ),
    ...waiting.map(({ service }) => `a decision of ${service} is not marked as delivered`),
  ];
};

/** Holds the tables of every service against the log. */
export const auditTables = async (fleet: Audited, log: LogAudit): Promise<readonly string[]> =>
  (
    await Promise.all(
      [orderFindings, stockFindings, shipmentFindings, ledgerFindings, decisionFindings].map((audit) =>
        audit(fleet, log),
      ),
    )
  ).flat();
