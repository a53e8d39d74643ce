import type { StoredDecision } from '@troupe/agent-sdk';
import type { Metrics } from '@troupe/observability';
import { sql, type Kysely } from 'kysely';

/** How much may be kept that is not yet in Kafka. */
export interface BacklogBounds {
  readonly requests: number;
  /** As the database stores them. */
  readonly bytes: number;
}

/** What is kept and not yet in Kafka: of all instances as it was measured last, and of this one since. */
export interface Backlog {
  /** Whether no more may come. */
  isFull(): boolean;
  /** Adds what this instance has just kept. */
  add(decisions: readonly StoredDecision[]): void;
  /** Looks at the store. To be called every second. @throws what the driver threw */
  measure(): Promise<void>;
}

/** What a backlog is made of. */
export interface BacklogOptions<Tables> {
  readonly db: Kysely<Tables>;
  readonly most: BacklogBounds;
  readonly metrics?: Pick<Metrics, 'edgeUndelivered' | 'edgeUndeliveredBytes'>;
}

interface Load {
  readonly requests: number;
  readonly bytes: number;
}

const NOTHING: Load = { requests: 0, bytes: 0 };

const plus = (one: Load, other: Load): Load => ({
  requests: one.requests + other.requests,
  bytes: one.bytes + other.bytes,
});

/** Reads no further than the bound: how far beyond it the backlog is makes no difference. */
const read = async <Tables>({ db, most }: BacklogOptions<Tables>): Promise<Load> => {
  const { rows } = await sql<Load>`
    select count(*) as requests, coalesce(sum(pg_column_size(d.outputs)), 0)::bigint as bytes
    from (select day, decider, input_id from undelivered limit ${most.requests}) as u
    join decisions d on d.day = u.day and d.decider = u.decider and d.input_id = u.input_id`.execute(db);
  return rows[0] ?? NOTHING;
};

const loadOf = (decisions: readonly StoredDecision[]): Load => ({
  requests: decisions.length,
  bytes: decisions.flatMap(({ outputs }) => outputs).reduce((sum, { value }) => sum + (value?.length ?? 0), 0),
});

/** An empty backlog until it is measured. */
export const createBacklog = <Tables>(options: BacklogOptions<Tables>): Backlog => {
  const { most, metrics } = options;
  let measured = NOTHING;
  let since = NOTHING;
  return {
    isFull: () => {
      const { requests, bytes } = plus(measured, since);
      return requests >= most.requests || bytes >= most.bytes;
    },
    add: (decisions) => void (since = plus(since, loadOf(decisions))),
    measure: async () => {
      // What comes while the store is read may be counted twice for a second, but never not at all.
      since = NOTHING;
      measured = await read(options);
      metrics?.edgeUndelivered.set(measured.requests);
      metrics?.edgeUndeliveredBytes.set(measured.bytes);
    },
  };
};
