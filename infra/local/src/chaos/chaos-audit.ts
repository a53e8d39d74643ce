import { HEADERS } from '@troupe/messaging';
import type { AcceptedOrder } from '../e2e/client.fixture.ts';
import { deadLetters } from '../e2e/bad-bytes.fixture.ts';
import type { TestFleet } from '../e2e/fleet.fixture.ts';
import { auditLog, readEvents } from '../e2e/log-audit.fixture.ts';
import { endFindings } from '../e2e/end-audit.fixture.ts';
import { found, type Finding } from '../e2e/findings.fixture.ts';
import { auditTables } from '../e2e/table-audit.fixture.ts';
import { auditCommits, readDecidedTimes } from './commit-audit.ts';
import { readCommits } from './read-commits.ts';
import { POISON } from './record-tail.ts';

type Audited = Pick<TestFleet, 'place' | 'query'>;

/** Everybody who reads the topic that unreadable bytes are written to. */
const CONSUMERS = ['fraud-agent', 'inventory-agent', 'shipping-agent', 'saga-coordinator', 'ledger'];

/** Each of the unreadable events is a dead letter of each consumer, and nothing else is. */
const letterFindings = async ({ place }: Audited, poisoned: readonly string[]): Promise<readonly Finding[]> => {
  const letters = await deadLetters(place, CONSUMERS);
  const given = new Set(letters.map(({ topic, headers }) => `${topic} ${headers[HEADERS.id] ?? ''}`));
  const wanted = new Set(CONSUMERS.flatMap((consumer) => poisoned.map((id) => `${consumer}.dead ${id}`)));
  return [
    ...[...wanted].filter((letter) => !given.has(letter)).map((letter) => `there is no dead letter ${letter}`),
    ...[...given]
      .filter((letter) => !wanted.has(letter))
      .map((letter) => `${letter} was given up, and could have been dealt with`),
  ].map(found('dead-letters'));
};

/** Good orders are confirmed, and those that were taken back or cannot be met are not: no fault made any difference. */
const fateFindings = async (fleet: Audited, orders: readonly AcceptedOrder[]): Promise<readonly Finding[]> => {
  const rows = await fleet.query<{ id: string; outcome: string }>('select id, outcome from main.orders');
  const outcomes = new Map(rows.map(({ id, outcome }) => [id, outcome]));
  return orders.flatMap(({ conversationId, fate, isTakenBack = false }) => {
    const outcome = outcomes.get(conversationId) ?? 'open';
    const isRight = isTakenBack
      ? outcome === 'cancelled' || (fate !== 'good' && outcome === 'rejected')
      : outcome === (fate === 'good' ? 'confirmed' : 'rejected');
    return isRight ? [] : found('right-end')(`order ${conversationId} is ${outcome}, and was ${fate}`);
  });
};

/** What a run has done to a fleet, as far as it shows in the log. */
export interface ChaosCourse {
  /** All that were accepted. */
  readonly orders: readonly AcceptedOrder[];
  /** Ids of the unreadable events. */
  readonly poisoned: readonly string[];
  /** How long participants may take. */
  readonly answerWithinMs: number;
}

/** Holds the log, the tables and the committed offsets of a fleet that has come to rest against what must be true. */
export const auditChaos = async (
  fleet: Audited,
  { orders, poisoned, answerWithinMs }: ChaosCourse,
): Promise<readonly Finding[]> => {
  const records = await readEvents(fleet.place);
  const log = auditLog(records.filter(({ key }) => key?.startsWith(POISON) !== true));
  return [
    ...log.findings,
    ...endFindings(log, orders, { answerWithinMs }),
    ...(await auditTables(fleet, log)),
    ...(await fateFindings(fleet, orders)),
    ...(await letterFindings(fleet, poisoned)),
    ...auditCommits(await readCommits(fleet.place), records, await readDecidedTimes(fleet)),
  ];
};
