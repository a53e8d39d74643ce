import { TroupeError } from '@troupe/contracts';
import type { KyselyPlugin, Transaction } from 'kysely';

/** A handler's hold on a transaction that it shares with others. */
export interface GuardedTransaction<Tables> {
  readonly tx: Transaction<Tables>;
  /** Whether any statement was run on it. */
  readonly isUsed: boolean;
  /** From now on every statement on `tx` is refused: it would be committed with somebody else's decision, or with none. */
  revoke(): void;
}

/** The same transaction, good for as long as one handler runs. */
export const guard = <Tables>(tx: Transaction<Tables>): GuardedTransaction<Tables> => {
  let held = true;
  let isUsed = false;
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => {
      isUsed = true;
      if (held) return node;
      throw new TroupeError('TRANSACTION_MISUSED', 'A handler used its transaction after it had ended: await every statement inside the handler'); // prettier-ignore
    },
    transformResult: ({ result }) => Promise.resolve(result),
  };
  return {
    tx: tx.withPlugin(plugin),
    get isUsed() {
      return isUsed;
    },
    revoke: () => {
      held = false;
    },
  };
};
