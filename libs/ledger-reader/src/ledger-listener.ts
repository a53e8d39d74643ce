import { keepConnection } from '@troupe/database';
import { LEDGER_CHANNEL, parseNotice } from './signals.ts';

/** Wakes whoever waits for events of a conversation. */
export interface LedgerListener {
  /** Calls `wake` whenever the conversation may have grown, until the function returned is called. */
  watch(conversationId: string, wake: () => void): () => void;
  close(): Promise<void>;
}

/** How often everybody is woken although nothing was notified: a notification is a hint, and may be lost. */
const POLL_MS = 1_000;

/** Listens on one connection for all, and connects again when it breaks; meanwhile polling carries on. */
export const createLedgerListener = ({ url }: { url: string }): LedgerListener => {
  const watchers = new Map<string, Set<() => void>>();
  const closing = new AbortController();
  const poll = setInterval(() => {
    for (const group of watchers.values()) for (const wake of group) wake();
  }, POLL_MS);
  const listening = keepConnection({
    url,
    applicationName: 'ledger-listener',
    signal: closing.signal,
    onOpen: (client) => {
      client.on('notification', ({ payload }) => {
        const conversationId = parseNotice(payload)?.conversationId ?? '';
        for (const wake of watchers.get(conversationId) ?? []) wake();
      });
      return client.query(`listen ${LEDGER_CHANNEL}`);
    },
  });
  return {
    watch: (conversationId, wake) => {
      const group = watchers.get(conversationId) ?? new Set();
      watchers.set(conversationId, group.add(wake));
      return () => {
        group.delete(wake);
        if (group.size === 0 && watchers.get(conversationId) === group) watchers.delete(conversationId);
      };
    },
    close: async () => {
      clearInterval(poll);
      closing.abort();
      await listening;
    },
  };
};
