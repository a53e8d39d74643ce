import type { Kysely } from 'kysely';
import { isSpending, NOTHING, spendingOf, type Spending, type Verdict } from '../budget/account.ts';
import { isWaitedFor } from '../delivery/outage.ts';
import {
  renewLease,
  settleLease,
  takeLease,
  type AccountTerms,
  type Lease,
  type LostCharge,
} from '../budget/accounts.ts';
import type { StepOptions } from './record-step.ts';
import { createStepStore, type Begun, type StepKey, type StepStore } from './step-store.ts';

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
  /** Says that a lease that `begin` took is held here no longer, whatever became of it. */
  over(asking: Asking): void;
  /** How long a lease holds, in milliseconds. */
  readonly leaseMs: number;
}

/** Told what this process spends and holds, for whoever counts. */
export interface SpendWatch {
  spent(agent: string, amount: Spending): void;
  /** A lease was taken (1), or is held here no longer (-1). */
  leased(lease: Lease, change: 1 | -1): void;
}

/** How paid steps are kept. */
export interface PaidStepsTerms extends AccountTerms {
  readonly spend?: SpendWatch;
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

const beginPaid = async (
  db: Kysely<object>,
  asking: Asking,
  lease: Lease,
  { spend, ...terms }: PaidStepsTerms,
): Promise<Begun> => {
  let lost: readonly LostCharge[] = [];
  const begun = await db.transaction().execute(async (tx) => {
    const begun = await createStepStore(tx).begin(asking.key, asking.id, asking.most);
    if (begun.kind !== 'ask') return begun;
    const verdict = await takeLease(tx, lease, terms, begun.lost, (charges) => (lost = charges));
    if (verdict.kind !== 'granted') throw new NotGranted(verdict);
    return begun;
  });
  for (const charge of lost) spend?.spent(charge.agent, charge);
  if (begun.kind === 'ask') spend?.leased(lease, 1);
  return begun;
};

/** Settles once: an asking that is no longer open has been settled by an earlier try of the same statement. */
const settled = async <Result>(
  { db, spend }: { readonly db: Kysely<object> } & Pick<PaidStepsTerms, 'spend'>,
  { key, id, lease }: Asking,
  used: Spending,
  change: (steps: StepStore) => Promise<Result>,
): Promise<Result> => {
  if (lease === undefined) return change(createStepStore(db));
  let charged = NOTHING;
  const result = await db.transaction().execute(async (tx) => {
    const steps = createStepStore(tx);
    charged = (await steps.isOpen(key, id)) ? await settleLease(tx, lease, used) : NOTHING;
    return change(steps);
  });
  spend?.spent(lease.agent, charged);
  return result;
};

/** Over the tables of an agent's own schema and the accounts that all agents share. */
export const createPaidSteps = (db: Kysely<object>, terms: PaidStepsTerms): PaidSteps => ({
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
  answer: (asking, json, used) =>
    settled({ db, ...terms }, asking, used, (steps) => steps.answer(asking.key, asking.id, json)),
  fail: (asking, used) => settled({ db, ...terms }, asking, used, (steps) => steps.fail(asking.key, asking.id)),
  over: ({ lease }) => lease && terms.spend?.leased(lease, -1),
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
