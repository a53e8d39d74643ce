import { useEffect, useState } from 'preact/hooks';

/** A value that is watched. */
export interface Store<State> {
  get(): State;
  /** Changes some of it, and tells who watches. */
  set(changes: Partial<State>): void;
  watch(listener: () => void): () => void;
}

/** A store of this value. */
export const createStore = <State extends object>(initial: State): Store<State> => {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    set: (changes) => {
      state = { ...state, ...changes };
      for (const listener of listeners) listener();
    },
    watch: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
};

/** The state now; the component is drawn again when it changes. */
export const useStore = <State extends object>(store: Store<State>): State => {
  const [, redraw] = useState(0);
  useEffect(() => store.watch(() => redraw((count) => count + 1)), [store]);
  return store.get();
};

const TICK_MS = 10_000;

/** The time now, in milliseconds; drawn again every ten seconds, so that ages grow. */
export const useNow = (aheadMs = 0): number => {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return Math.max(now, Date.now()) + aheadMs;
};
