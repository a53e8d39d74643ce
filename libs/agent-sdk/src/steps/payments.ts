import type { Kysely } from 'kysely';
import { isSpending, NOTHING, spendingOf, type Spending, type Verdict } from '../budget/account.ts';
import { isWaitedFor } from '../delivery/outage.ts';
import { renewLease, settleLease, takeLease, type AccountTerms, type Lease } from '../budget/accounts.ts';
import type { StepOptions } from './record-step.ts';
import { createStepStore, type Begun, type StepKey } from './step-store.ts';

/** One asking of a step, and what is leased for it. */
export interface Asking {
  readonly key: StepKey;
  /** Tells this asking from any other; its lease has the same id. */
  readonly id: string;
  /** How many askings may be open at most. */
  readonly most: number;
  /** The model that is asked, where it is one: its span says so. */
  readonly model?: StepOptions['model'];
  /** Absent for a step that costs nothing. */
  readonly lease?: Lease;
}

/** Steps and the account of their conversation, each change in one transaction of its own. */
export interface PaidSteps {
  /** Notes that it is about to be asked and takes the lease, or does neither. Charges what was leased to askings that died. */
  begin(asking: Asking): Promise<Begun | Exclude<Verdict, { kind: 'granted' }>>;
  /** Stores the answer unless there is one, and settles. Resolves to what is stored. */
  answer(asking: Asking, json: string, used: Spending): Promise<unknown>;
  /** Notes that there was no answer, and settles. */
  fail(asking: Asking, used: Spending): Promise<void>;
  /** Lets the lease hold for longer. */
  renew(lease: Lease): Promise<void>;
  /** How long a lease holds, in milliseconds. */
  readonly leaseMs: number;
}

/** Rolls a transaction back in which a lease was not granted. */
class NotGranted extends Error {
  override readonly name = 'NotGranted';
  readonly verdict: Exclude<Verdict, { kind: 'granted' }>;

  constructor(verdict: Exclude<Verdict, { kind: 'granted' }>) {
    super(`The lease was not granted: ${verdict.kind}`);
    this.verdict = verdict;
  }
}

const beginPaid = (db: Kysely<object>, asking: Asking, lease: Lease, terms: AccountTerms): Promise<Begun> =>
  db.transaction().execute(async (tx) => {
    const begun = await createStepStore(tx).begin(asking.key, asking.id, asking.most);
    if (begun.kind !== 'ask') return begun;
    const verdict = await takeLease(tx, lease, terms, begun.lost);
    if (verdict.kind !== 'granted') throw new NotGranted(verdict);
    return begun;
  });

/** Settles once: an asking that is no longer open has been settled by an earlier try of the same statement. */
const settled = <Result>(
  db: Kysely<object>,
  { key, id, lease }: Asking,
  used: Spending,
  change: (steps: ReturnType<typeof createStepStore>) => Promise<Result>,
): Promise<Result> => {
  if (lease === undefined) return change(createStepStore(db));
  return db.transaction().execute(async (tx) => {
    const steps = createStepStore(tx);
    if (await steps.isOpen(key, id)) await settleLease(tx, lease, used);
    return change(steps);
  });
};

/** Over the tables of an agent's own schema and the accounts that all agents share. */
export const createPaidSteps = (db: Kysely<object>, terms: AccountTerms): PaidSteps => ({
  begin: async (asking) => {
    const { key, id, most, lease } = asking;
    if (lease === undefined) return createStepStore(db).begin(key, id, most);
    try {
      return await beginPaid(db, asking, lease, terms);
    } catch (error) {
      if (error instanceof NotGranted) return error.verdict;
      throw error;
    }
  },
  answer: (asking, json, used) => settled(db, asking, used, (steps) => steps.answer(asking.key, asking.id, json)),
  fail: (asking, used) => settled(db, asking, used, (steps) => steps.fail(asking.key, asking.id)),
  renew: async ({ id }) => void (await renewLease(db, id, terms.leaseMs)),
  leaseMs: terms.leaseMs,
});

/**
 * What an error says was used, if it says so in whole amounts. A call that is to be waited for, because its dependency is
 * away or full, used nothing: it may be tried without end.
 */
export const usedBy = (error: unknown): Spending | undefined => {
  if (isWaitedFor(error)) return NOTHING;
  const used = typeof error === 'object' && error !== null && 'used' in error ? error.used : undefined;
  // Looked at as amounts before it is used as such.
  const spending = typeof used === 'object' && used !== null ? spendingOf(used) : undefined;
  return spending !== undefined && isSpending(spending) ? spending : undefined;
};
