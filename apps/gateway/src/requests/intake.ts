import type { Decision, DecisionStore, StoredDecision } from '@troupe/agent-sdk';
import type { Draft, TraceContext } from '@troupe/contracts';
import type { Codec } from '@troupe/messaging';
import type { Kysely, Transaction } from 'kysely';
import type { GatewayTables, RequestsTable } from '../tables.ts';
import { decisionKeyOf, decisionOf } from './edge-event.ts';
import { fingerprintOf, type Asked } from './fingerprint.ts';
import { followedBy, type Beginning } from './operations.ts';
import { findBeginning, findRequest, writeRequest } from './request-store.ts';

/** A request that was read and found good. */
export interface EdgeRequest extends Asked {
  readonly tenant: string;
  readonly idempotencyKey: string;
  /** The event that it becomes. */
  readonly draft: Draft;
  /** Of the request: the span that it is answered in, or else what its client sent. */
  readonly trace: TraceContext;
  /**
   * What is written with it, in the same transaction; where it answers false, another request was first and nothing is kept.
   * Default: nothing.
   */
  readonly alongside?: (tx: Transaction<GatewayTables>, acceptedMs: number) => Promise<boolean>;
}

/** As much of a request as tells it from others. */
export type KeyedRequest = Asked & Pick<EdgeRequest, 'tenant' | 'idempotencyKey'>;

/** What became of a request. A repeated one is accepted again, and its event is the one that it became first. */
export type Admission =
  'accepted' | 'key-of-another-request' | 'unknown-conversation' | 'too-many-at-once' | 'overtaken';

/** What a key that was used before says of a request. */
export type KeptBefore = Extract<Admission, 'accepted' | 'key-of-another-request'>;

/** Takes requests in. */
export interface Intake {
  /**
   * Keeps the request and its event in one transaction. When this throws, it is unknown whether it was kept: the same
   * request may be sent again.
   * @throws TroupeError DATABASE_UNAVAILABLE, or what the driver threw
   */
  admit(request: EdgeRequest): Promise<Admission>;
  /**
   * What became of the request that was kept under this key, if one was: nothing is kept by asking.
   * @throws what the driver threw
   */
  recall(request: KeyedRequest): Promise<KeptBefore | undefined>;
  /** Resolves when what is being taken in now has been answered. */
  settled(): Promise<void>;
  /** Whether this tenant began a conversation here. */
  knows(tenant: string, conversationId: string): Promise<boolean>;
}

/** What an intake is made of. */
export interface IntakeOptions {
  readonly db: Kysely<GatewayTables>;
  readonly store: Pick<DecisionStore, 'find' | 'insert'>;
  readonly codec: Codec;
  /** How many partitions every topic has. */
  readonly partitions: number;
  readonly clock: () => number;
  /** Told what was committed, in the order in which it is to be published. */
  readonly handOver: (decisions: readonly StoredDecision[]) => void;
  /** Requests that are taken in side by side; the next is refused. */
  readonly mostAtOnce: number;
}

type Kept = { readonly admission: Admission; readonly decisions: readonly StoredDecision[] };

/** Keeps requests in the gateway's own schema. */
export const createIntake = (options: IntakeOptions): Intake => {
  const { db, handOver, mostAtOnce } = options;
  const running = new Set<Promise<Admission>>();
  const take = async (request: EdgeRequest): Promise<Admission> => {
    const { admission, decisions } = await keep(request, options);
    if (decisions.length > 0) handOver(decisions);
    return admission;
  };
  return {
    admit: (request) => {
      if (running.size >= mostAtOnce) return Promise.resolve('too-many-at-once');
      const admission = take(request).finally(() => running.delete(admission));
      running.add(admission);
      return admission;
    },
    recall: async (request) => {
      const earlier = await findRequest(db, request);
      return earlier && admissionOf(request, earlier);
    },
    settled: async () => {
      await Promise.allSettled(running);
    },
    knows: async (tenant, conversationId) => (await findBeginning(db, { tenant, conversationId })) !== undefined,
  };
};

const rowOf = (request: EdgeRequest, acceptedMs: number): RequestsTable => ({
  tenant: request.tenant,
  idempotency_key: request.idempotencyKey,
  operation: request.operation,
  conversation_id: request.conversationId,
  fingerprint: fingerprintOf(request),
  accepted_ms: acceptedMs,
});

/** Ends a transaction that shall keep nothing. */
class Overtaken extends Error {}

const keep = async (request: EdgeRequest, options: IntakeOptions): Promise<Kept> => {
  const { db, codec, partitions, clock } = options;
  const timeMs = clock();
  const lamport = followedBy(request.operation) === undefined ? 0 : 1;
  const decision = await decisionOf({ ...request, timeMs, lamport }, codec, partitions);
  try {
    return await db.transaction().execute((tx) => write(tx, { request, decision, timeMs }, options));
  } catch (error) {
    if (error instanceof Overtaken) return { admission: 'overtaken', decisions: [] };
    throw error;
  }
};

interface Writing {
  readonly request: EdgeRequest;
  readonly decision: Decision;
  readonly timeMs: number;
}

const write = async (
  tx: Transaction<GatewayTables>,
  { request, decision, timeMs }: Writing,
  { store }: Pick<IntakeOptions, 'store'>,
): Promise<Kept> => {
  const follows = followedBy(request.operation);
  const earlier = follows === undefined ? [] : await earlierDecision(tx, { ...request, follows }, store);
  if (earlier === undefined) return { admission: 'unknown-conversation', decisions: [] };
  const written = await writeRequest(tx, rowOf(request, timeMs));
  if (!written.isNew) return { admission: admissionOf(request, written.row), decisions: [] };
  if (request.alongside !== undefined && !(await request.alongside(tx, timeMs))) throw new Overtaken();
  return { admission: 'accepted', decisions: [...earlier, ...(await store.insert(tx, [decision]))] };
};

const admissionOf = (request: Asked, earlier: RequestsTable): KeptBefore =>
  earlier.fingerprint === fingerprintOf(request) ? 'accepted' : 'key-of-another-request';

/**
 * The decision that began the conversation, to be published before what follows it: whoever accepted it may be gone.
 * Undefined for a conversation that nobody began, or something else did.
 */
const earlierDecision = async (
  tx: Transaction<GatewayTables>,
  { tenant, conversationId, follows }: EdgeRequest & { readonly follows: Beginning },
  store: IntakeOptions['store'],
): Promise<readonly StoredDecision[] | undefined> => {
  const beginning = await findBeginning(tx, { tenant, conversationId }, [follows]);
  if (beginning === undefined) return undefined;
  const key = decisionKeyOf({
    tenant,
    idempotencyKey: beginning.idempotency_key,
    timeMs: beginning.accepted_ms,
  });
  return [...(await store.find(tx, [key])).values()];
};
