import { keepConnection } from '@troupe/database';
import { LEDGER_LOCK } from '@troupe/ledger-reader';

/** Holds the ledger's lock in shared mode until the signal aborts, so that readers see that a ledger is running. */
export const holdLiveness = (url: string, signal: AbortSignal): Promise<void> =>
  keepConnection({
    url,
    applicationName: 'ledger-liveness',
    signal,
    onOpen: (client) => client.query('select pg_advisory_lock_shared($1, $2)', [LEDGER_LOCK.space, LEDGER_LOCK.key]),
  });
