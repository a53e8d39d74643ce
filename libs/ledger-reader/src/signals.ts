/** The Postgres schema that the ledger writes. */
export const LEDGER_SCHEMA = 'ledger';

/** The channel that the ledger notifies; a payload is a conversation's id, a space and its latest position. */
export const LEDGER_CHANNEL = 'troupe_ledger';

/**
 * The advisory lock that every running ledger holds in shared mode for as long as its connection lives: readers see at
 * once whether one is alive, and nobody updates a row for it.
 */
export const LEDGER_LOCK = { space: 0x7472_6f75, key: 0x6c65_6467 } as const;

/** What a notification says. */
export interface LedgerNotice {
  readonly conversationId: string;
  readonly position: number;
}

/** Reads a notification; undefined for what is none. */
export const parseNotice = (payload: string | undefined): LedgerNotice | undefined => {
  const [, conversationId, position] = /^(\S+) (\d+)$/.exec(payload ?? '') ?? [];
  return conversationId === undefined ? undefined : { conversationId, position: Number(position) };
};
