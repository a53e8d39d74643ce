import { differences } from './differences.fixture.ts';
import { found, type Finding } from './findings.fixture.ts';
import type { TestFleet } from './fleet.fixture.ts';
import type { LogAudit, LoggedEvent } from './log-audit.fixture.ts';

/** What is looked into. */
type Audited = Pick<TestFleet, 'query'>;

/** Whose decisions are looked into. */
export interface DecidingFlow {
  /** The schemas of the services that decide. */
  readonly deciders: readonly string[];
  /** What each of them that keeps a row of everything reads, by schema. Of the ledger, which reads everything, more is asked elsewhere. */
  readonly reads: Readonly<Record<string, readonly string[]>>;
}

/** Runs a query in the schema of each service that decides, as one. */
const overDeciders = ({ deciders }: DecidingFlow, of: (schema: string) => string): string =>
  deciders.map(of).join(' union all ');

/** Nothing is in the log that was not decided, nothing was decided that is not in the log, and nothing waits. */
const publishedFindings = async (
  fleet: Audited,
  { events }: LogAudit,
  flow: DecidingFlow,
): Promise<readonly Finding[]> => {
  const decided = await fleet.query<{ id: string; topic: string }>(
    overDeciders(
      flow,
      (schema) =>
        `select output->>'id' as id, output->>'topic' as topic from ${schema}.decisions, json_array_elements(outputs) output`,
    ),
  );
  const waiting = await fleet.query<{ service: string }>(
    overDeciders(flow, (schema) => `select '${schema}' as service from ${schema}.undelivered`),
  );
  const known = decided.filter(({ topic }) => !topic.endsWith('.dead'));
  return [
    ...differences(
      'decision',
      new Map(known.map(({ id, topic }) => [id, topic])),
      new Map(events.map(({ id, type }) => [id, type])),
    ),
    ...waiting.map(({ service }) => `a decision of ${service} is not marked as delivered`),
  ].map(found('decided-logged'));
};

const byService = <Row extends { readonly service: string }>(rows: readonly Row[]): readonly (readonly Row[])[] => [
  ...Map.groupBy(rows, ({ service }) => service).values(),
];

/** What a service concluded in a conversation lies in the log in the order of its decisions, first copies taken. */
const orderFindings = async (fleet: Audited, { events }: LogAudit, flow: DecidingFlow): Promise<readonly Finding[]> => {
  const rows = await fleet.query<{ service: string; conversation: string; id: string }>(
    `select service, conversation, id from (${overDeciders(
      flow,
      (schema) =>
        `select '${schema}' as service, conversation_id as conversation, position, output->>'id' as id
         from ${schema}.decisions, json_array_elements(outputs) output`,
    )}) decided order by position`,
  );
  const appended = new Map(events.map(({ id, appendedMs }) => [id, appendedMs]));
  const isLate = (ids: readonly string[]): boolean => {
    const times = ids.flatMap((id) => appended.get(id) ?? []);
    return times.some((time, index) => index > 0 && time < (times[index - 1] ?? 0));
  };
  return byService(rows).flatMap((own) =>
    [...Map.groupBy(own, ({ conversation }) => conversation)]
      .filter(([, decided]) => isLate(decided.map(({ id }) => id)))
      .map(([conversation, [first]]) => `${first?.service ?? ''} published ${conversation} in another order`)
      .map(found('order-kept')),
  );
};

const UNDO = ['order.rejected', 'order.cancelled'];

const ORDERS: DecidingFlow = {
  deciders: ['gateway', 'saga_coordinator', 'fraud_agent', 'inventory_agent', 'shipping_agent'],
  reads: {
    fraud_agent: ['transaction.created'],
    inventory_agent: ['transaction.created', ...UNDO],
    shipping_agent: ['transaction.created', ...UNDO],
    saga_coordinator: [
      'transaction.created',
      'order.cancelled',
      ...['order.verified', 'order.flagged'],
      ...['items.reserved', 'items.unavailable', 'items.released'],
      ...['shipment.booked', 'shipment.unavailable', 'shipment.cancelled'],
      'event.held',
    ],
  },
};

const handledIn = ({ reads }: DecidingFlow): string =>
  Object.keys(reads)
    .map((schema) =>
      schema === 'saga_coordinator'
        ? `select '${schema}' as service, event_id as id, count(*)::integer as times
         from saga_coordinator.saga_facts where kind = 'event' group by event_id`
        : `select '${schema}' as service, input_id as id, count(*)::integer as times
         from ${schema}.decisions where outcome = 'decided' group by input_id`,
    )
    .join(' union all ');

const timesHandled = (events: readonly LoggedEvent[], types: readonly string[]): ReadonlyMap<string, number> =>
  new Map(events.filter(({ type }) => types.includes(type)).map(({ id }) => [id, 1]));

/** Events that a service reads are those that it has dealt with: none is missing, none is there twice. */
const handledFindings = async (
  fleet: Audited,
  { events }: LogAudit,
  flow: DecidingFlow,
): Promise<readonly Finding[]> => {
  const rows = await fleet.query<{ service: string; id: string; times: number }>(handledIn(flow));
  const bySchema = Map.groupBy(rows, ({ service }) => service);
  return Object.entries(flow.reads).flatMap(([schema, types]) => {
    const handled = new Map((bySchema.get(schema) ?? []).map(({ id, times }) => [id, times]));
    return differences(`${schema} handled`, handled, timesHandled(events, types)).map(found('handled-once'));
  });
};

/** Holds what was decided, and about what, against the log. Default: by the services of the orders. */
export const auditDecisions = async (fleet: Audited, log: LogAudit, flow = ORDERS): Promise<readonly Finding[]> =>
  (
    await Promise.all([publishedFindings, orderFindings, handledFindings].map((audit) => audit(fleet, log, flow)))
  ).flat();
