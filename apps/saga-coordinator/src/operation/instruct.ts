import type { Decision, DecisionStore, StoredDecision } from '@troupe/agent-sdk';
import type { TraceContext } from '@troupe/contracts';
import { partitionOf, type Codec } from '@troupe/messaging';
import { sql, type Kysely, type Transaction } from 'kysely';
import type { InstanceKey } from '../engine/arrival.ts';
import { instructedDecision, type InstructedAbout } from '../engine/instructed-decision.ts';
import type { CoordinatorTables } from '../engine/tables.ts';
import { instructionOf, type InstructionRequest } from './instruction-request.ts';
import { readSagas } from './read-sagas.ts';
import type { StoredSaga } from './show-saga.ts';

/** What instructing takes. */
export interface InstructParts {
  readonly db: Kysely<CoordinatorTables>;
  readonly store: Pick<DecisionStore, 'insert'>;
  readonly codec: Codec;
  /** How many every topic has. */
  readonly partitions: number;
  /** Milliseconds since 1970 UTC. */
  readonly clock: () => number;
  /** Begins to publish what was committed; the owners of the partitions do what is left undone. */
  readonly handOver: (decisions: readonly StoredDecision[]) => void;
}

/** One request, and who is meant. */
export interface Instructing {
  readonly key: string;
  readonly request: InstructionRequest;
  readonly instances: readonly InstanceKey[];
  /** Of the request. */
  readonly trace: TraceContext;
}

/** A request as it was accepted. */
export interface AcceptedRequest {
  readonly fingerprint: string;
  /** How many instances were instructed. */
  readonly instances: number;
}

/** The request that was accepted under a key; undefined when none was. */
export const findRequest = (db: Kysely<CoordinatorTables>, key: string): Promise<AcceptedRequest | undefined> =>
  db.selectFrom('operator_requests').select(['fingerprint', 'instances']).where('key', '=', key).executeTakeFirst();

const decisionOf = (
  { row, facts }: StoredSaga,
  { request }: Instructing,
  about: InstructedAbout,
  { codec, partitions }: InstructParts,
): Promise<Decision> => {
  const partition = partitionOf(row.conversation_id, partitions);
  const trails = facts.flatMap(({ trail }) => trail ?? []);
  return instructedDecision({ row, trails, partition }, instructionOf(row.saga, request.draft), about, codec);
};

/** Writes the request unless its key is taken; waits for a transaction that is about to take it. */
const isFirst = async (
  tx: Transaction<CoordinatorTables>,
  { key, request, instances }: Instructing,
  acceptedMs: number,
): Promise<boolean> => {
  const { rows } = await sql`
    insert into operator_requests (key, fingerprint, instances, accepted_ms)
    values (${key}, ${request.fingerprint}, ${instances.length}, ${acceptedMs})
    on conflict do nothing returning key`.execute(tx);
  return rows.length > 0;
};

/**
 * Keeps the request and an event for each instance in one transaction, then has them published: accepted first, and once,
 * whatever is sent again. False when another request took the key first.
 * @throws TroupeError EVENT_INVALID · SCHEMA_UNKNOWN, or what the driver threw
 */
export const instruct = async (instructing: Instructing, parts: InstructParts): Promise<boolean> => {
  const { key, trace, instances } = instructing;
  const timeMs = parts.clock();
  const decisions: Decision[] = [];
  for await (const some of readSagas(parts.db, instances))
    decisions.push(
      ...(await Promise.all(some.map((each) => decisionOf(each, instructing, { key, trace, timeMs }, parts)))),
    );
  const stored = await parts.db.transaction().execute(async (tx) => {
    if (!(await isFirst(tx, instructing, timeMs))) return undefined;
    return parts.store.insert(tx, decisions);
  });
  if (stored !== undefined) parts.handOver(stored);
  return stored !== undefined;
};
