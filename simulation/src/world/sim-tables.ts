import type { Scheduler } from './scheduler.ts';

/** A statement's hold on the tables: its own writes, and what others have committed. */
export interface TableView {
  get(key: string): unknown;
  /** Undefined takes the row away. */
  set(key: string, row: unknown): void;
  /** Every row whose key begins so, by key. */
  scan(prefix: string): readonly (readonly [string, unknown])[];
  /** Takes the lock of a row, which may not exist; waits for another transaction that has it. */
  lock(key: string): Promise<void>;
  /** A number that was never given out: not in the order of commits. */
  serial(): number;
  /** The database's clock, in milliseconds since 1970 UTC. */
  nowMs(): number;
}

/** A transaction as the server sees it. */
export interface SimTransaction {
  readonly view: TableView;
  /** Waits for a lock this long at most; for ever unless it is set. */
  lockTimeoutMs: number | undefined;
  /** A statement has failed: nothing but a rollback is left. */
  failed: boolean;
  readonly isOver: boolean;
  /** Remembers what has been written; locks are kept whatever becomes of it. */
  savepoint(): void;
  /** Goes back to the last one, also after a statement has failed. */
  rollbackToSavepoint(): void;
  commit(): void;
  rollback(): void;
}

/** Tables in memory with transactions, locks of rows, and deadlocks, as Postgres has them (read committed). */
export interface SimTables {
  begin(): SimTransaction;
  /** The rows that are committed, by key. */
  rows(prefix: string): readonly (readonly [string, unknown])[];
  get(key: string): unknown;
}

interface Waiter {
  readonly tx: Internal;
  grant(): void;
}

interface Internal {
  readonly writes: Map<string, unknown>;
  readonly locks: Set<string>;
  waitsFor: string | undefined;
  /** Ends its wait for a lock. */
  giveUp: () => void;
  isOver: boolean;
}

const LOCK_NOT_AVAILABLE = '55P03';
const DEADLOCK = '40P01';
const ADMIN_SHUTDOWN = '57P01';

const withCode = (code: string): Error => Object.assign(new Error(`SQLSTATE ${code}`), { code });

/** Rows that begin with a prefix, in the order of their keys. */
const scanRows = (rows: ReadonlyMap<string, unknown>, prefix: string) =>
  [...rows].filter(([key]) => key.startsWith(prefix)).sort(([one], [other]) => (one < other ? -1 : 1));

/** Whether waiting for this lock would be waiting for oneself. */
const isDeadlock = (tx: Internal, key: string, owners: ReadonlyMap<string, Internal>): boolean => {
  let at: string | undefined = key;
  while (at !== undefined) {
    const owner: Internal | undefined = owners.get(at);
    if (owner === tx) return true;
    at = owner?.waitsFor;
  }
  return false;
};

const createLocks = (scheduler: Scheduler) => {
  const owners = new Map<string, Internal>();
  const queues = new Map<string, Waiter[]>();

  const take = (tx: Internal, key: string): void => {
    owners.set(key, tx);
    tx.locks.add(key);
  };

  const wait = (tx: Internal, key: string, limitMs = Number.POSITIVE_INFINITY): Promise<void> =>
    new Promise((resolve, reject) => {
      const queue = queues.get(key) ?? [];
      queues.set(key, queue);
      tx.waitsFor = key;
      const leave = (): void => {
        tx.waitsFor = undefined;
        tx.giveUp = () => undefined;
        queue.splice(queue.indexOf(waiter), 1);
        callOff();
      };
      const refuse = (code: string): void => {
        leave();
        reject(withCode(code));
      };
      const isPatient = limitMs === Number.POSITIVE_INFINITY;
      const callOff = isPatient ? () => undefined : scheduler.after(limitMs, () => refuse(LOCK_NOT_AVAILABLE));
      const waiter: Waiter = {
        tx,
        grant: () => {
          leave();
          take(tx, key);
          resolve();
        },
      };
      queue.push(waiter);
      tx.giveUp = () => refuse(ADMIN_SHUTDOWN);
    });

  return {
    lock: async (tx: Internal, key: string, limitMs: number | undefined): Promise<void> => {
      const owner = owners.get(key);
      if (owner === tx) return;
      if (owner === undefined) return take(tx, key);
      if (isDeadlock(tx, key, owners)) throw withCode(DEADLOCK);
      await wait(tx, key, limitMs);
    },
    release: (tx: Internal): void => {
      tx.isOver = true;
      tx.giveUp();
      for (const key of tx.locks) {
        owners.delete(key);
        queues
          .get(key)
          ?.find((waiter) => !waiter.tx.isOver)
          ?.grant();
      }
    },
  };
};

interface ViewOptions {
  readonly own: Internal;
  readonly committed: ReadonlyMap<string, unknown>;
  readonly lock: (key: string) => Promise<void>;
  readonly serial: () => number;
  readonly nowMs: () => number;
}

const viewOf = ({ own, committed, ...rest }: ViewOptions): TableView => ({
  ...rest,
  get: (key) => (own.writes.has(key) ? own.writes.get(key) : committed.get(key)),
  set: (key, row) => void own.writes.set(key, row),
  scan: (prefix) => scanRows(new Map([...committed, ...own.writes]), prefix).filter(([, row]) => row !== undefined),
});

const apply = (writes: ReadonlyMap<string, unknown>, committed: Map<string, unknown>): void => {
  for (const [key, row] of writes)
    if (row === undefined) committed.delete(key);
    else committed.set(key, row);
};

/** Empty tables. */
export const createSimTables = (scheduler: Scheduler): SimTables => {
  const committed = new Map<string, unknown>();
  const locks = createLocks(scheduler);
  let last = 0;
  const serial = (): number => ++last;
  const nowMs = (): number => Math.floor(scheduler.now());

  const begin = (): SimTransaction => {
    const own: Internal = {
      writes: new Map(),
      locks: new Set(),
      waitsFor: undefined,
      giveUp: () => undefined,
      isOver: false,
    };
    const lock = (key: string): Promise<void> => locks.lock(own, key, transaction.lockTimeoutMs);
    let saved: ReadonlyMap<string, unknown> = new Map();
    const transaction: SimTransaction = {
      lockTimeoutMs: undefined,
      failed: false,
      get isOver() {
        return own.isOver;
      },
      view: viewOf({ own, committed, lock, serial, nowMs }),
      savepoint: () => {
        saved = new Map(own.writes);
      },
      rollbackToSavepoint: () => {
        own.writes.clear();
        for (const [key, row] of saved) own.writes.set(key, row);
        transaction.failed = false;
      },
      commit: () => {
        if (own.isOver) return;
        apply(own.writes, committed);
        locks.release(own);
      },
      rollback: () => {
        if (!own.isOver) locks.release(own);
      },
    };
    return transaction;
  };

  return { begin, rows: (prefix) => scanRows(committed, prefix), get: (key) => committed.get(key) };
};
