import type { QueryResult } from 'pg';

/** Runs a statement on one connection. */
type Run = (text: string, values: readonly unknown[]) => Promise<QueryResult>;

/** A connection on which a transaction begins with its first statement. */
export interface Opening {
  readonly query: Run;
  /** Nothing begins: whoever had the connection gave it back. */
  forget(): void;
}

const NOTHING: Omit<QueryResult, 'command'> = { rowCount: null, oid: 0, rows: [], fields: [] };

/**
 * Holds `begin` and what is set for the transaction until a statement follows, and sends them with it, so that they cost no
 * round trip. A transaction that ends before any statement never begins. `open` sends at once what it is given, in order
 * with `run`; a server that refuses it is one that ends the connection, and with it what was sent behind.
 */
export const createOpening = (open: (text: string) => Promise<unknown>, run: Run): Opening => {
  let held: string[] = [];
  const take = (): string => held.splice(0).join('; ');
  const query: Run = async (text, values) => {
    if (text === 'begin' || (held.length > 0 && values.length === 0 && text.startsWith('set local '))) {
      held.push(text);
      return { ...NOTHING, command: text === 'begin' ? 'BEGIN' : 'SET' };
    }
    if (held.length === 0) return run(text, values);
    const opening = take();
    if (text === 'commit' || text === 'rollback') return { ...NOTHING, command: text.toUpperCase() };
    const [, result] = await Promise.all([open(opening), run(text, values)]);
    return result;
  };
  return { query, forget: () => void (held = []) };
};
