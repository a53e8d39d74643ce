import type { ServerName } from './server.ts';

/** Ends one thing that a start has made. */
export type Dispose = () => Promise<void>;

/** What must be ended, also when a start failed half-way: servers by name, then what they shared. */
export class Disposal {
  readonly #servers: Record<ServerName, Dispose[]> = { registry: [], kafka: [], database: [] };
  readonly #shared: Dispose[] = [];
  #ended: Promise<void> | undefined;

  addServer(name: ServerName, dispose: Dispose): void {
    this.#servers[name].push(dispose);
  }

  addShared(dispose: Dispose): void {
    this.#shared.push(dispose);
  }

  /** Ends all: whoever uses another server before it, then the shared things, the latest first. Once, however often called. */
  end(): Promise<void> {
    this.#ended ??= this.#endAll();
    return this.#ended;
  }

  async #endAll(): Promise<void> {
    const { registry, kafka, database } = this.#servers;
    const failures: unknown[] = [];
    for (const dispose of [...registry, ...kafka, ...database, ...this.#shared.toReversed()])
      await dispose().catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw new AggregateError(failures, 'Not everything of the local stack could be stopped');
  }
}
