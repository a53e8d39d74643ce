import { ItemsReleased, ItemsReserved, ShipmentCancelled } from '@troupe/contracts';
import { createRegistryCodec, type Codec } from '@troupe/messaging';
import { auditDecisions } from './decision-audit.fixture.ts';
import { differences } from './differences.fixture.ts';
import { found, type Finding } from './findings.fixture.ts';
import type { TestFleet } from './fleet.fixture.ts';
import type { LogAudit, LoggedEvent } from './log-audit.fixture.ts';

/** What is looked into. */
type Audited = Pick<TestFleet, 'place' | 'query'>;

const codecOf = ({ place: { schemaRegistryUrl: url, prefix } }: Audited): Codec => createRegistryCodec({ url, prefix });

const typesOf = (events: readonly LoggedEvent[]): ReadonlySet<string> => new Set(events.map(({ type }) => type));

const statusOf = (types: ReadonlySet<string>): string => (types.has('order.closed') ? 'closed' : 'confirmed');
const outcomeOf = (types: ReadonlySet<string>): string => {
  if (types.has('order.rejected')) return 'rejected';
  return types.has('order.cancelled') ? 'cancelled' : 'confirmed';
};

/** The packaged result of every order says what its events say. */
const orderFindings = async (fleet: Audited, { byConversation }: LogAudit): Promise<readonly Finding[]> => {
  const rows = await fleet.query<{ id: string; told: string }>(
    `select id, status || ' ' || outcome as told from main.orders`,
  );
  const told = [...byConversation].map(([id, events]): [string, string] => {
    const types = typesOf(events);
    return [id, `${statusOf(types)} ${outcomeOf(types)}`];
  });
  return differences('main.orders', new Map(rows.map((row) => [row.id, row.told])), new Map(told)).map(
    found('results'),
  );
};

/** What is reserved is the sum of what was set aside and not given back, by product, and what is held by order. */
const stockFindings = async (fleet: Audited, { events }: LogAudit): Promise<readonly Finding[]> => {
  const codec = codecOf(fleet);
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
  return [...differences('stock', bySku(stock), wanted), ...differences('reserved_lines', bySku(lines), wanted)].map(
    found('stock'),
  );
};

/** Whether an undo gave anything back. */
const gaveBack = async (codec: Codec, { type, value }: LoggedEvent): Promise<boolean> =>
  type === 'items.released'
    ? (await codec.decode(ItemsReleased, value)).lines.length > 0
    : (await codec.decode(ShipmentCancelled, value)).held;

const DONE_BY: Readonly<Record<string, string>> = {
  'items.released': 'items.reserved',
  'shipment.cancelled': 'shipment.booked',
};

/** Whoever gave something back had it: an undo that overtakes what it undoes gives nothing. */
const undoFindings = async (fleet: Audited, { events, byConversation }: LogAudit): Promise<readonly Finding[]> => {
  const codec = codecOf(fleet);
  const findings: Finding[] = [];
  for (const event of events) {
    const wanted = DONE_BY[event.type];
    if (wanted === undefined || !(await gaveBack(codec, event))) continue;
    const done = byConversation.get(event.conversationId)?.find(({ type }) => type === wanted);
    if (done === undefined || done.appendedMs > event.appendedMs)
      findings.push(found('undone-after-done')(`${event.type} of ${event.conversationId} gave back what was not held`));
  }
  return findings;
};

/** As many parcels are booked as there are orders that are to be sent, by day and in all. */
const shipmentFindings = async (fleet: Audited, { byConversation }: LogAudit): Promise<readonly Finding[]> => {
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
  ].map(found('shipments'));
};

/** The ledger has each event once, and its positions count from 1 without gaps. */
export const ledgerFindings = async (fleet: Audited, { events }: LogAudit): Promise<readonly Finding[]> => {
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
  ].map(found('ledger'));
};

/** Holds the tables of every service against the log. */
export const auditTables = async (fleet: Audited, log: LogAudit): Promise<readonly Finding[]> =>
  (
    await Promise.all(
      [orderFindings, stockFindings, undoFindings, shipmentFindings, ledgerFindings, auditDecisions].map((audit) =>
        audit(fleet, log),
      ),
    )
  ).flat();
