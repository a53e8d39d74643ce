import { randomUUID } from 'node:crypto';
import { EVENT_TYPES } from '@troupe/contracts';
import { connectKafka, HEADERS, type IncomingRecord } from '@troupe/messaging';
import { found, type Finding } from './findings.fixture.ts';
import type { StackPlace } from '@troupe/testing';

/** Every record that the topics hold now, in the order of each conversation. */
export const readTopics = async (
  { kafkaBrokers: brokers, prefix, partitions }: StackPlace,
  topics: readonly string[],
): Promise<readonly IncomingRecord[]> => {
  const messaging = connectKafka({ brokers, clientId: 'auditor', prefix, partitions });
  const records: IncomingRecord[] = [];
  const handle = (record: IncomingRecord): Promise<void> => Promise.resolve(void records.push(record));
  const subscriber = messaging.subscriber({ group: `auditor-${randomUUID()}`, topics, handle });
  try {
    await subscriber.start();
    for (let partition = 0; partition < partitions; partition += 1)
      if (!(await subscriber.caughtUp(partition))) throw new Error(`the auditor lost partition ${partition}`);
  } finally {
    await subscriber.stop();
    await messaging.close();
  }
  return records;
};

/** An event of the log, counted once however many copies of it there are. */
export interface LoggedEvent {
  readonly id: string;
  readonly type: string;
  readonly conversationId: string;
  readonly source: string;
  readonly causationId: string | undefined;
  readonly appendedMs: number;
  readonly value: Buffer | null;
}

/** What the log says, and what is wrong with it. */
export interface LogAudit {
  readonly events: readonly LoggedEvent[];
  readonly byConversation: ReadonlyMap<string, readonly LoggedEvent[]>;
  readonly findings: readonly Finding[];
}

const ALTERNATIVES = [
  ['order.verified', 'order.flagged'],
  ['items.reserved', 'items.unavailable'],
  ['shipment.booked', 'shipment.unavailable'],
  ['order.confirmed', 'order.rejected'],
] as const;

const eventOf = ({ topic, key, value, headers, appendedMs }: IncomingRecord): LoggedEvent => ({
  id: headers[HEADERS.id] ?? '',
  type: topic,
  conversationId: key ?? '',
  source: headers[HEADERS.source] ?? '',
  causationId: headers[HEADERS.causation],
  appendedMs,
  value,
});

const imageOf = ({ topic, partition, key, value, headers }: IncomingRecord): string =>
  JSON.stringify([topic, partition, key, value?.toString('base64'), Object.entries(headers).sort()]);

/** A record may be in the log twice, since publishing is at least once; then both are the same to the last byte. */
const copyFindings = (records: readonly IncomingRecord[]): readonly Finding[] =>
  [...Map.groupBy(records, ({ headers }) => headers[HEADERS.id] ?? '')]
    .filter(([, copies]) => new Set(copies.map(imageOf)).size > 1)
    .map(([id, copies]) => `event ${id} has copies that differ: ${copies.map(({ topic }) => topic).join(', ')}`)
    .map(found('copies-same'));

const conversationFindings = (conversationId: string, events: readonly LoggedEvent[]): readonly Finding[] => {
  const byType = Map.groupBy(events, ({ type }) => type);
  const twice = [...byType].filter(([, same]) => same.length > 1).map(([type, same]) => `${same.length} × ${type}`);
  const both = ALTERNATIVES.filter((pair) => pair.every((type) => byType.has(type))).map((pair) => pair.join(' and '));
  const tell = (finding: string): string => `conversation ${conversationId} has ${finding}`;
  return [...twice.map(tell).map(found('effects-once')), ...both.map(tell).map(found('one-alternative'))];
};

const causeFindings = (events: readonly LoggedEvent[]): readonly Finding[] => {
  const byId = new Map(events.map((event) => [event.id, event]));
  const misplaced = events.flatMap(({ id, type, causationId, appendedMs }) => {
    if (causationId === undefined) return [];
    const cause = byId.get(causationId);
    if (cause === undefined) return [`${type} ${id} was caused by ${causationId}, which is not in the log`];
    return cause.appendedMs <= appendedMs ? [] : [`${type} ${id} lies before its cause ${cause.type}`];
  });
  return misplaced.map(found('cause-first'));
};

/** Says what is wrong with the events of one conversation. */
export type ConversationRule = (conversationId: string, events: readonly LoggedEvent[]) => readonly Finding[];

/** Holds every conversation in the log against what must never be there. Default: in a conversation about an order. */
export const auditLog = (
  records: readonly IncomingRecord[],
  rule: ConversationRule = conversationFindings,
): LogAudit => {
  const firsts = Map.groupBy(
    records.filter(({ headers }) => headers[HEADERS.id] !== undefined),
    ({ headers }) => headers[HEADERS.id],
  );
  const events = [...firsts.values()].flatMap(([first]) => (first === undefined ? [] : [eventOf(first)]));
  const byConversation = Map.groupBy(events, ({ conversationId }) => conversationId);
  return {
    events,
    byConversation,
    findings: [
      ...copyFindings(records),
      ...[...byConversation].flatMap(([id, own]) => rule(id, own)),
      ...causeFindings(events),
    ],
  };
};

/** Every event that is in the log of this place now. */
export const readEvents = (place: StackPlace): Promise<readonly IncomingRecord[]> =>
  readTopics(
    place,
    EVENT_TYPES.map(({ type }) => type),
  );
