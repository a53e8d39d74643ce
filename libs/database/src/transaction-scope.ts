import { AsyncLocalStorage } from 'node:async_hooks';
import { TroupeError } from '@troupe/contracts';

/** A transaction as the code sees that runs inside of it. */
interface Scope {
  open: boolean;
  /** What went over the network meanwhile; noticed only while somebody watches. */
  readonly calls: string[];
}

const scopes = new AsyncLocalStorage<Scope>();

const refusal = (what: string): TroupeError =>
  new TroupeError(
    'TRANSACTION_OPEN',
    `${what} inside a transaction of the database: everybody who shares it, or waits for its locks, waits for that too. ` +
      'Do it before the decision, in prepare',
    { details: { what } },
  );

/**
 * Refuses to go on when a transaction is open around the caller: for whatever is slow, costs money or waits for somebody.
 * `what` says what was about to be done, such as 'A model was asked'.
 * @throws TroupeError TRANSACTION_OPEN
 */
export const refuseInsideTransaction = (what: string): void => {
  if (scopes.getStore()?.open === true) throw refusal(what);
};

/** Notes a call over the network; whether it was made inside a transaction. */
export const noteCall = (what: string): boolean => {
  const scope = scopes.getStore();
  if (scope?.open !== true) return false;
  scope.calls.push(what);
  return true;
};

/**
 * Blames the caller for calls over the network that were made inside the transaction around it, and forgets them. For
 * whoever runs several pieces of work in one transaction and wants to know which it was.
 * @throws TroupeError TRANSACTION_OPEN
 */
export const refuseCalls = (): void => {
  const [first] = scopes.getStore()?.calls.splice(0) ?? [];
  if (first !== undefined) throw refusal(first);
};

/** Runs what happens inside a transaction. @throws what `run` throws · TroupeError TRANSACTION_OPEN: see `watchTransactions` */
export const insideTransaction = <Result>(run: () => Promise<Result>): Promise<Result> => {
  const scope: Scope = { open: true, calls: [] };
  return scopes.run(scope, async () => {
    try {
      const result = await run();
      refuseCalls();
      return result;
    } finally {
      scope.open = false;
    }
  });
};
