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
  /** How long handling takes. */
  readonly handlerMs: number;
}

/** What a worker has measured since it was last asked. */
export interface WorkerReport {
  /** From when each event was due to when its answer was acknowledged. */
  readonly latenciesMs: readonly number[];
  /** From the first of these answers to the last. */
  readonly spanMs: number;
  /** CPU of the whole process since it was last asked. */
  readonly cpuMs: number;
}

/** What a worker tells its parent. */
export type WorkerMessage = { readonly kind: 'ready' } | { readonly kind: 'report'; readonly report: WorkerReport };

/** Reads what the parent has put into the environment. */
export const workerEnvironment = (): WorkerEnvironment =>
  // Written by the parent a moment ago, from a value of this type.
  JSON.parse(process.env['BENCH_WORKER'] ?? '{}') as WorkerEnvironment;

let latenciesMs: number[] = [];
let firstNs: bigint | undefined;
let lastNs = 0n;
let usage = process.cpuUsage();

/** Notes that the answer to an event is acknowledged now. */
export const noteAnswer = (dueNs: string | undefined): void => {
  if (dueNs === undefined) return;
  lastNs = process.hrtime.bigint();
  firstNs ??= lastNs;
  latenciesMs.push(Number(lastNs - BigInt(dueNs)) / 1e6);
};

const takeReport = (): WorkerReport => {
  const { user, system } = process.cpuUsage(usage);
  const report = { latenciesMs, spanMs: Number(lastNs - (firstNs ?? lastNs)) / 1e6, cpuMs: (user + system) / 1_000 };
  usage = process.cpuUsage();
  latenciesMs = [];
  firstNs = undefined;
  return report;
};

/** Says that the worker reads; hands over and forgets what it has measured whenever it is asked to. */
export const serveParent = (): void => {
  process.once('disconnect', () => process.exit());
  process.on('message', () => void process.send?.({ kind: 'report', report: takeReport() } satisfies WorkerMessage));
  process.send?.({ kind: 'ready' } satisfies WorkerMessage);
};
