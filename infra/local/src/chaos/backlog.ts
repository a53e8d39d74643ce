import type { TestFleet } from '../e2e/fleet.fixture.ts';
import type { Target } from './chaos-plan.ts';

/** How many orders of the last minutes each service has yet to deal with, and how many have no resolution. */
export type Backlog = ReadonlyMap<Target | 'orders', number>;

const RECENT = `select o->>'id' as id, g.conversation_id
  from gateway.decisions g cross join json_array_elements(g.outputs) o
  where o->>'topic' = 'transaction.created' and g.decided_at > now() - interval '3 minutes'`;

const undecidedBy = (service: Target): string =>
  `select '${service}' as target, count(*)::integer as orders from recent where not exists (
     select 1 from ${service.replaceAll('-', '_')}.decisions d where d.input_id = recent.id)`;

const BACKLOG = `with recent as materialized (${RECENT})
  ${undecidedBy('fraud-agent')}
  union all ${undecidedBy('inventory-agent')}
  union all ${undecidedBy('shipping-agent')}
  union all select 'ledger', count(*)::integer from recent where not exists (
    select 1 from ledger.events e where e.event_id = recent.id)
  union all select 'orders', count(*)::integer from recent where not exists (
    select 1 from main.orders m where m.id = recent.conversation_id and m.status in ('confirmed', 'closed'))`;

/** Reads from the tables, not from the services, what there is to do at this moment. */
export const readBacklog = async (fleet: Pick<TestFleet, 'query'>): Promise<Backlog> => {
  const rows = await fleet.query<{ target: Target | 'orders'; orders: number }>(BACKLOG);
  return new Map(rows.map(({ target, orders }) => [target, orders]));
};

/** Work that is in flight at a target: whatever is open is so at the coordinator, the servers and the log. */
export const inFlightAt = (backlog: Backlog, target: string): number =>
  // A target that has no backlog of its own has that of all orders.
  backlog.get(target as Target) ?? backlog.get('orders') ?? 0;
