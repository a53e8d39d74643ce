export { asUnavailable, codeOf, isConflict, isDatabaseUnavailable } from './availability.ts';
export { connectDatabase, type Database } from './connect-database.ts';
export type { DatabaseOptions } from './connection-settings.ts';
export { keepConnection, type KeptConnection } from './keep-connection.ts';
export { migrate, type Migrations } from './migrate.ts';
export { waitForDatabase, type WaitOptions } from './wait-for-database.ts';
export { insideTransaction, refuseCalls, refuseInsideTransaction } from './transaction-scope.ts';
export { watchTransactions, type TransactionWatch } from './watch-transactions.ts';
