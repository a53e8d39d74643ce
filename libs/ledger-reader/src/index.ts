export { createLedgerListener, type LedgerListener } from './ledger-listener.ts';
export { createLedgerReader, type LedgerEvent, type LedgerReader } from './ledger-reader.ts';
export { LEDGER_CHANNEL, LEDGER_LOCK, LEDGER_SCHEMA, parseNotice, type LedgerNotice } from './signals.ts';
export type { ConversationsTable, EventsTable, LedgerTables } from './tables.ts';
