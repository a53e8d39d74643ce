/** What a worker is told by its environment. */
export interface WorkerEnvironment {
  readonly brokers: readonly string[];
  readonly registryUrl: string;
  readonly databaseUrl: string;
  readonly prefix: string;
  readonly partitions: number;
  /** What this process does of the saga. */
  readonly part: Part;
}

/** The three agents and the one that accepts, or the one that joins: each a process of its own, on either side. */
export type Part = 'agents' | 'join';

/** Reads what the parent has put into the environment. */
export const workerEnvironment = (): WorkerEnvironment =>
  // Written by the parent a moment ago, from a value of this type.
  JSON.parse(process.env['BENCH_WORKER'] ?? '{}') as WorkerEnvironment;

/** Says that all of it reads; ends with the parent. */
export const serveParent = (): void => {
  process.once('disconnect', () => process.exit());
  process.send?.('ready');
};
