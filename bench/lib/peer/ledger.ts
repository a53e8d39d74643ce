import { PARALLEL } from './contract.ts';

/** What the tasks of one saga have left. */
export interface SagaEffects {
  /** When the last of the parallel tasks had first ended, in nanoseconds; undefined until all have. */
  readonly slowestStepNs: bigint | undefined;
  /** Steps that had their effect. */
  readonly steps: number;
  /** Effects beyond the first of each step. */
  readonly repeated: number;
}

/** Reads a ledger of effects, saga by saga. A line that is half written is left out. */
export const readLedger = (text: string): ReadonlyMap<string, SagaEffects> => {
  const sagas = new Map<string, { readonly first: Map<string, bigint>; lines: number }>();
  for (const line of text.slice(0, text.lastIndexOf('\n') + 1).split('\n')) {
    const [saga, step, atNs] = line.split(' ');
    if (saga === undefined || step === undefined || atNs === undefined) continue;
    const found = sagas.get(saga) ?? { first: new Map<string, bigint>(), lines: 0 };
    sagas.set(saga, found);
    found.lines += 1;
    if (!found.first.has(step)) found.first.set(step, BigInt(atNs));
  }
  return new Map([...sagas].map(([saga, { first, lines }]) => [saga, effectsOf(first, lines)]));
};

const effectsOf = (first: ReadonlyMap<string, bigint>, lines: number): SagaEffects => {
  const ended = PARALLEL.flatMap((step) => first.get(step) ?? []).toSorted((a, b) => (a < b ? 1 : -1));
  return {
    slowestStepNs: ended.length === PARALLEL.length ? ended[0] : undefined,
    steps: first.size,
    repeated: lines - first.size,
  };
};
