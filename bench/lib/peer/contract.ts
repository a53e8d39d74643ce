/**
 * What a system has to do to be measured beside others. It is a process of its own, which starts what it needs besides,
 * and is told over IPC to run sagas: accept, three steps side by side, join. Whatever it is written with, its steps run the
 * same task, and it says when each saga was resolved. Nothing here needs more than Node, so that peers with packages of
 * their own can read it.
 */

/** What a peer is told by its environment. */
export interface PeerEnvironment {
  readonly brokers: readonly string[];
  readonly registryUrl: string;
  readonly databaseUrl: string;
  /** Of topics, queues, schemas: nobody else uses it. */
  readonly prefix: string;
  readonly partitions: number;
  /** The file that every task adds its line to. */
  readonly ledger: string;
  /** An empty folder for what its servers keep. */
  readonly folder: string;
  /** How it is set up, where there are several ways. */
  readonly variant: string;
}

/** What a peer is told: run this saga. The payload is 200 bytes, to be handed to each of its steps. */
export interface RunSaga {
  readonly saga: string;
  readonly payload: string;
}

/** What a peer answers, by the monotonic clock that all processes of a machine share, in nanoseconds. */
export type PeerMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'resolved'; readonly saga: string; readonly atNs: string }
  | { readonly kind: 'failed'; readonly saga: string; readonly error: string };

/** The steps that run side by side once the saga is accepted. */
export const PARALLEL = ['first', 'second', 'third'] as const;

/** Every step that runs a task. What joins them runs none. */
export type Step = 'accept' | (typeof PARALLEL)[number];

/** The variable that carries the environment of a peer and of its parts. */
export const PEER_VARIABLE = 'BENCH_PEER';

/** Reads what the runner has put into the environment. */
export const peerEnvironment = (): PeerEnvironment =>
  // Written by the runner a moment ago, from a value of this type.
  JSON.parse(process.env[PEER_VARIABLE] ?? '{}') as PeerEnvironment;
