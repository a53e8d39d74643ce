/** The header that carries when an event was due: nanoseconds of the monotonic clock. */
export const DUE_HEADER = 'bench-due';

/** What a worker is told by its environment. */
export interface WorkerEnvironment {
  readonly brokers: readonly string[];
  readonly registryUrl: string;
  readonly databaseUrl: string;
  readonly prefix: string;
  readonly partitions: number;
  readonly group: string;
}

/** What a worker tells its parent. */
export type WorkerMessage =
  { readonly kind: 'ready' } | { readonly kind: 'latencies'; readonly latenciesMs: readonly number[] };

/** Reads what the parent has put into the environment. */
export const workerEnvironment = (): WorkerEnvironment =>
  // Written by the parent a moment ago, from a value of this type.
  JSON.parse(process.env['BENCH_WORKER'] ?? '{}') as WorkerEnvironment;

const latenciesMs: number[] = [];

/** Notes that the answer to an event is acknowledged now. */
export const noteAnswer = (dueNs: string | undefined): void => {
  if (dueNs !== undefined) latenciesMs.push(Number(process.hrtime.bigint() - BigInt(dueNs)) / 1e6);
};

/** Says that the worker reads; hands over and forgets what it has measured whenever it is asked to. */
export const serveParent = (): void => {
  process.on('message', () => {
    process.send?.({ kind: 'latencies', latenciesMs: latenciesMs.splice(0) } satisfies WorkerMessage);
  });
  process.send?.({ kind: 'ready' } satisfies WorkerMessage);
};
