import { sql } from 'kysely';
import { connectDatabase } from './connect-database.ts';
import { keepConnection } from './keep-connection.ts';
import { noticesOf, signalsIn, textOf, type Signal } from './signal-notices.ts';

/** Sends signals: to whoever listens at this moment, and nobody else. */
export interface SignalSender {
  /**
   * Never waits and never throws. What is sent within 50 ms in one conversation goes together, in order; what cannot be
   * sent, is larger than 7,900 bytes or too much is lost.
   * @returns false when it is known to be lost
   */
  emit(conversationId: string, kind: string, data: unknown): boolean;
  /** Sends what waits, if it can. Idempotent. */
  close(): Promise<void>;
}

/** Hears signals. */
export interface SignalListener {
  /** Calls `hear` for every signal of a conversation, or of all for undefined, until `signal` aborts. It shall not throw. */
  listen(
    conversationId: string | undefined,
    hear: (heard: Signal) => void,
    options: { readonly signal: AbortSignal },
  ): void;
  /** Idempotent. */
  close(): Promise<void>;
}

const CHANNEL = 'troupe_signals';
/** Twenty notifications a second for one conversation that never stops, however many signals it has. */
const GATHER_MS = 50;
/** Signals that wait at once; more are lost, so that a database that is away costs no memory. */
const MOST_WAITING = 10_000;

/** What waits, by conversation and kind, in order: a change of kind begins anew. */
interface Run {
  readonly conversationId: string;
  readonly kind: string;
  readonly texts: string[];
}

/** A sender over this database; it connects when it first has something to send. */
export const createSignalSender = (options: { readonly url: string; readonly service: string }): SignalSender => {
  const database = connectDatabase({
    url: options.url,
    schema: 'public',
    applicationName: `${options.service} signals`,
    maxConnections: 1,
  });
  let runs: Run[] = [];
  let waiting = 0;
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> = Promise.resolve();
  let closed: Promise<void> | undefined;

  const send = async (): Promise<void> => {
    const notices = runs.flatMap(({ conversationId, kind, texts }) => noticesOf(conversationId, kind, texts));
    runs = [];
    waiting = 0;
    if (notices.length === 0) return;
    await sql`select pg_notify(${CHANNEL}, notice) from unnest(${notices}::text[]) with ordinality as given (notice, nth)
      order by nth`
      .execute(database.db)
      .catch(() => undefined);
  };
  const sendSoon = (): void => {
    timer ??= setTimeout(() => {
      // One statement at a time: what comes meanwhile waits, up to its bound.
      sending = sending.then(send).finally(() => (timer = undefined));
      void sending.then(() => (runs.length > 0 ? sendSoon() : undefined));
    }, GATHER_MS);
  };
  const runOf = (conversationId: string, kind: string): Run => {
    const last = runs.findLast((run) => run.conversationId === conversationId);
    if (last?.kind === kind) return last;
    const run: Run = { conversationId, kind, texts: [] };
    runs.push(run);
    return run;
  };
  const finish = async (): Promise<void> => {
    clearTimeout(timer);
    await sending;
    await send();
    await database.close();
  };
  return {
    emit: (conversationId, kind, data) => {
      const text = textOf({ conversationId, kind, data });
      if (text === undefined || waiting >= MOST_WAITING || closed !== undefined) return false;
      runOf(conversationId, kind).texts.push(text);
      waiting += 1;
      sendSoon();
      return true;
    },
    close: () => (closed ??= finish()),
  };
};

/** A listener on one connection for all, which is opened again when it breaks; what is sent meanwhile is lost. */
export const createSignalListener = (options: { readonly url: string; readonly service: string }): SignalListener => {
  const hearers = new Map<string | undefined, Set<(heard: Signal) => void>>();
  const closing = new AbortController();
  const listening = keepConnection({
    url: options.url,
    applicationName: `${options.service} signals`,
    signal: closing.signal,
    onOpen: (client) => {
      client.on('notification', ({ payload = '' }) => {
        for (const heard of signalsIn(payload))
          for (const key of [heard.conversationId, undefined]) for (const hear of hearers.get(key) ?? []) hear(heard);
      });
      return client.query(`listen ${CHANNEL}`);
    },
  });
  return {
    listen: (conversationId, hear, { signal }) => {
      if (signal.aborted) return;
      const group = hearers.get(conversationId) ?? new Set();
      hearers.set(conversationId, group.add(hear));
      const leave = (): void => {
        group.delete(hear);
        if (group.size === 0 && hearers.get(conversationId) === group) hearers.delete(conversationId);
      };
      signal.addEventListener('abort', leave, { once: true });
    },
    close: async () => {
      closing.abort();
      await listening;
    },
  };
};
