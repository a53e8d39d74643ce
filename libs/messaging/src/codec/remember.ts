import { TroupeError } from '@troupe/contracts';

/** How answers are remembered. */
export interface RememberOptions<Key, Value> {
  load(key: Key): Promise<Value>;
  /** How long an answer that a schema is unknown is believed, in milliseconds. Default 30,000. */
  readonly missMs?: number;
  /** How many such answers are kept; the oldest go first. Default 1,000. */
  readonly maxMisses?: number;
  /** The clock, in milliseconds. */
  now?(): number;
}

/** A look-up that asks once. */
export interface Remembered<Key, Value> {
  /** What is known without asking. */
  known(key: Key): Value | undefined;
  /** What is known, or what the answer is: everyone who asks meanwhile waits for the same one. */
  get(key: Key): Promise<Value>;
}

interface Miss {
  readonly error: TroupeError;
  readonly untilMs: number;
}

/**
 * Keeps what a look-up found for good (a schema never changes under its id), shares one request among all who ask at
 * once, and keeps SCHEMA_UNKNOWN for a while, so that a topic full of garbage does not become a flood of requests.
 * Any other failure is not kept.
 */
export const remember = <Key, Value>(options: RememberOptions<Key, Value>): Remembered<Key, Value> => {
  const { load, missMs = 30_000, maxMisses = 1_000, now = Date.now } = options;
  const found = new Map<Key, Value>();
  const asked = new Map<Key, Promise<Value>>();
  const misses = new Map<Key, Miss>();

  const ask = (key: Key): Promise<Value> => {
    const answer = load(key).then(
      (value) => {
        found.set(key, value);
        return value;
      },
      (error: unknown) => {
        if (TroupeError.is(error) && error.code === 'SCHEMA_UNKNOWN') addMiss(key, error);
        throw error;
      },
    );
    const running = answer.finally(() => asked.delete(key));
    asked.set(key, running);
    return running;
  };

  const addMiss = (key: Key, error: TroupeError): void => {
    const [oldest] = misses.keys();
    if (oldest !== undefined && misses.size >= maxMisses) misses.delete(oldest);
    misses.set(key, { error, untilMs: now() + missMs });
  };

  const missOf = (key: Key): TroupeError | undefined => {
    const miss = misses.get(key);
    if (miss === undefined || now() < miss.untilMs) return miss?.error;
    misses.delete(key);
    return undefined;
  };

  return {
    known: (key) => found.get(key),
    get: async (key) => {
      const value = found.get(key);
      if (value !== undefined) return value;
      const miss = missOf(key);
      if (miss !== undefined) throw miss;
      return asked.get(key) ?? ask(key);
    },
  };
};
