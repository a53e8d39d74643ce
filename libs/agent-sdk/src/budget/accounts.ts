import { TroupeError } from '@troupe/contracts';
import { sql, type Kysely, type Transaction } from 'kysely';
import { storable } from '../store/decision.ts';
import { above, judge, type Account, type Spending, type Verdict } from './account.ts';

/** A lease: the upper bound of what a call may come to. */
export interface Lease {
  readonly id: string;
  readonly conversationId: string;
  readonly agent: string;
  readonly upTo: Spending;
}

/** How accounts are kept. */
export interface AccountTerms {
  /** Of a conversation whose account is opened now; that of an open one stays what it is. */
  readonly limit: Spending;
  /** How long a lease holds unless it is renewed, in milliseconds. What has expired counts as spent. */
  readonly leaseMs: number;
}

/** What was charged for a lease whose holder is lost. */
export interface LostCharge extends Spending {
  readonly agent: string;
}

interface AccountRow {
  readonly tokens_limit: number;
  readonly money_limit_micros: number;
  readonly tokens_spent: number;
  readonly money_spent_micros: number;
}

interface LeaseRow {
  readonly tokens: number;
  readonly money_micros: number;
}

const amountOf = ({ tokens, money_micros: moneyMicros }: LeaseRow): Spending => ({ tokens, moneyMicros });

/** The account, locked until the transaction ends; made if there is none. */
const lockAccount = async <Tables>(tx: Transaction<Tables>, conversationId: string, limit: Spending) => {
  const id = storable(conversationId);
  const locked = async () => {
    const { rows } = await sql<AccountRow>`
      select tokens_limit, money_limit_micros, tokens_spent, money_spent_micros
      from budgets.accounts where conversation_id = ${id} for update`.execute(tx);
    return rows[0];
  };
  const known = await locked();
  if (known !== undefined) return known;
  await sql`
    insert into budgets.accounts (conversation_id, tokens_limit, money_limit_micros)
    values (${id}, ${limit.tokens}, ${limit.moneyMicros}) on conflict do nothing`.execute(tx);
  const made = await locked();
  if (made === undefined)
    throw new TroupeError('STATE_GONE', `The account of conversation ${conversationId} was taken away meanwhile`);
  return made;
};

const charge = async <Tables>(tx: Transaction<Tables>, conversationId: string, amounts: readonly Spending[]) => {
  const sum = (unit: keyof Spending): number => amounts.reduce((total, each) => total + each[unit], 0);
  await sql`
    update budgets.accounts set touched_at = now(), tokens_spent = tokens_spent + ${sum('tokens')}::bigint,
      money_spent_micros = money_spent_micros + ${sum('moneyMicros')}::bigint
    where conversation_id = ${storable(conversationId)}`.execute(tx);
};

/** Counts as spent what has expired, and the leases named, whose holders are lost. */
const chargeLost = async <Tables>(
  tx: Transaction<Tables>,
  conversationId: string,
  lost: readonly string[],
): Promise<readonly LostCharge[]> => {
  const { rows } = await sql<LeaseRow & { agent: string }>`
    delete from budgets.leases where conversation_id = ${storable(conversationId)}
      and (expires_at <= clock_timestamp() or id = any(${lost}::text[]))
    returning agent, tokens, money_micros`.execute(tx);
  if (rows.length > 0) await charge(tx, conversationId, rows.map(amountOf));
  return rows.map((row) => ({ agent: row.agent, ...amountOf(row) }));
};

const readAccount = async <Tables>(tx: Transaction<Tables>, conversationId: string, limit: Spending) => {
  const row = await lockAccount(tx, conversationId, limit);
  const { rows } = await sql<LeaseRow & { id: string }>`
    select id, tokens, money_micros from budgets.leases where conversation_id = ${storable(conversationId)}`.execute(
    tx,
  );
  const leased = rows.map(amountOf);
  const account: Account = {
    limit: { tokens: row.tokens_limit, moneyMicros: row.money_limit_micros },
    spent: { tokens: row.tokens_spent, moneyMicros: row.money_spent_micros },
    leased: {
      tokens: leased.reduce((total, { tokens }) => total + tokens, 0),
      moneyMicros: leased.reduce((total, { moneyMicros }) => total + moneyMicros, 0),
    },
  };
  return { account, leases: rows.map(({ id }) => id) };
};

/**
 * Takes a lease if spent + leased + `upTo` stays within the limit. `lost` are leases whose holders died: they are charged
 * first. The same lease again is granted again.
 */
export const takeLease = async <Tables>(
  tx: Transaction<Tables>,
  { id, conversationId, agent, upTo }: Lease,
  { limit, leaseMs }: AccountTerms,
  lost: readonly string[] = [],
  charged: (charges: readonly LostCharge[]) => void = () => undefined,
): Promise<Verdict> => {
  await lockAccount(tx, conversationId, limit);
  charged(await chargeLost(tx, conversationId, lost));
  const { account, leases } = await readAccount(tx, conversationId, limit);
  if (leases.includes(id)) return { kind: 'granted' };
  const verdict = judge(account, upTo);
  if (verdict.kind !== 'granted') return verdict;
  await sql`
    insert into budgets.leases (id, conversation_id, agent, tokens, money_micros, expires_at)
    values (${id}, ${storable(conversationId)}, ${agent}, ${upTo.tokens}, ${upTo.moneyMicros},
      clock_timestamp() + ${leaseMs} * interval '1 millisecond')`.execute(tx);
  return verdict;
};

/** Lets a lease hold for longer. Whether it was still there: one that expired may have been counted as spent. */
export const renewLease = async <Tables>(db: Kysely<Tables>, id: string, leaseMs: number): Promise<boolean> => {
  const { rows } = await sql`
    update budgets.leases set expires_at = clock_timestamp() + ${leaseMs} * interval '1 millisecond'
    where id = ${id} returning id`.execute(db);
  return rows.length > 0;
};

/**
 * Ends a lease and charges what was really used, also where that is more than was leased. Of a lease that has been
 * counted as spent meanwhile only what is more is charged. Resolves to what was charged.
 */
export const settleLease = async <Tables>(
  tx: Transaction<Tables>,
  { id, conversationId, upTo }: Lease,
  used: Spending,
): Promise<Spending> => {
  await sql`select 1 from budgets.accounts where conversation_id = ${storable(conversationId)} for update`.execute(tx);
  const { rows } = await sql`delete from budgets.leases where id = ${id} returning id`.execute(tx);
  const charged = rows.length > 0 ? used : above(used, upTo);
  await charge(tx, conversationId, [charged]);
  return charged;
};

/** An account as it stands, for whoever wants to know. Undefined when nothing was ever leased. */
export const readBudget = async <Tables>(db: Kysely<Tables>, conversationId: string): Promise<Account | undefined> => {
  const { rows } = await sql<AccountRow & { tokens_leased: number; money_leased: number }>`
    select a.*, coalesce(sum(l.tokens), 0)::bigint as tokens_leased, coalesce(sum(l.money_micros), 0)::bigint as money_leased
    from budgets.accounts a left join budgets.leases l using (conversation_id)
    where conversation_id = ${storable(conversationId)} group by a.conversation_id`.execute(db);
  return rows.map((row) => ({
    limit: { tokens: row.tokens_limit, moneyMicros: row.money_limit_micros },
    spent: { tokens: row.tokens_spent, moneyMicros: row.money_spent_micros },
    leased: { tokens: row.tokens_leased, moneyMicros: row.money_leased },
  }))[0];
};
