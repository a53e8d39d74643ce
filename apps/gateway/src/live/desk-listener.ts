import { keepConnection } from '@troupe/database';
import { DESK_CHANNEL } from '../desk/ticket-rows.ts';

/** Wakes whoever shows the desk. */
export interface DeskListener {
  /** Calls `wake` whenever a ticket may have changed, until the function returned is called. */
  watch(wake: () => void): () => void;
  close(): Promise<void>;
}

/** Listens on one connection for all. When it was broken everybody is woken: what was told meanwhile is not known. */
export const createDeskListener = ({ url }: { readonly url: string }): DeskListener => {
  const watchers = new Set<() => void>();
  const closing = new AbortController();
  const wakeAll = (): void => {
    for (const wake of watchers) wake();
  };
  const listening = keepConnection({
    url,
    applicationName: 'desk-listener',
    signal: closing.signal,
    onOpen: async (client) => {
      client.on('notification', wakeAll);
      await client.query(`listen ${DESK_CHANNEL}`);
      wakeAll();
    },
  });
  return {
    watch: (wake) => {
      watchers.add(wake);
      return () => void watchers.delete(wake);
    },
    close: async () => {
      closing.abort();
      await listening;
    },
  };
};
