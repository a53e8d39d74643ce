import { existsSync } from 'node:fs';
import type { PeerProcess } from '../lib/peer/start-peer.ts';

/** What of a saga is still there after the power failed: all that was answered, all but the last moments, nothing. */
export type Durability = 'fsync for each step' | 'page cache' | 'memory';

/** In this order they are printed. */
export const DURABILITIES: readonly Durability[] = ['fsync for each step', 'page cache', 'memory'];

/** A system that runs the saga, and what has to be known to compare it. */
export interface Peer extends PeerProcess {
  readonly title: string;
  readonly durability: Durability;
  /** The servers of the stack that it uses, as the table of CPU calls them: the others' time is not its own. */
  readonly servers: readonly string[];
  /** What is and is not comparable. */
  readonly says: string;
  /** What has to be there, and how it gets there. Default: nothing. */
  readonly needs?: readonly Need[];
}

interface Need {
  readonly path: string;
  readonly how: string;
}

const PACKAGES: Need = {
  path: new URL('../peers/node_modules', import.meta.url).pathname,
  how: 'npm run bench:peers -- --install',
};
const REDIS: Need = { path: '/usr/bin/redis-server', how: 'apt-get install redis-server' };
const IN_KAFKA = ['Kafka', 'registry', 'PostgreSQL'];

const inPeers = (file: string): URL => new URL(`../peers/${file}`, import.meta.url);
const troupe: Peer = {
  name: 'troupe',
  title: 'Troupe',
  durability: 'fsync for each step',
  file: new URL('troupe/troupe.peer.ts', import.meta.url),
  variant: '',
  servers: IN_KAFKA,
  says: 'storing agents and the coordinator; what is decided is committed in Postgres before it is published, and published again after a crash; deadlines and undoing are on',
};
const byHand: Peer = {
  name: 'by-hand',
  title: 'kafkajs by hand',
  durability: 'fsync for each step',
  file: new URL('by-hand/by-hand.peer.ts', import.meta.url),
  variant: '',
  servers: IN_KAFKA,
  says: 'an inbox and the join in Postgres, no outbox: what was committed when it dies is never published; no deadlines, no undoing',
};
const dbos: Omit<Peer, 'name' | 'title' | 'variant' | 'says'> = {
  durability: 'fsync for each step',
  file: inPeers('dbos/dbos.peer.ts'),
  servers: ['PostgreSQL'],
  needs: [PACKAGES],
};
const bullmq: Omit<Peer, 'name' | 'title' | 'variant' | 'says' | 'durability'> = {
  file: inPeers('bullmq/bullmq.peer.ts'),
  servers: [],
  needs: [PACKAGES, REDIS],
};
const nestjs: Omit<Peer, 'name' | 'title' | 'variant' | 'says'> = {
  durability: 'page cache',
  file: inPeers('nestjs/nestjs.peer.ts'),
  servers: ['Kafka'],
  needs: [PACKAGES],
};

/** Everyone who is measured, in the order in which they run. */
export const PEERS: readonly Peer[] = [
  troupe,
  byHand,
  {
    name: 'restate',
    title: 'Restate',
    durability: 'fsync for each step',
    file: inPeers('restate/restate.peer.ts'),
    variant: '',
    servers: [],
    needs: [PACKAGES],
    says: 'its server (Business Source License) on one node, a workflow that calls three services; it syncs its own log (rocksdb-disable-wal-fsync is false by default); deadlines and undoing would be code',
  },
  {
    ...dbos,
    name: 'dbos',
    title: 'DBOS, steps in its process',
    variant: 'steps',
    says: 'a workflow whose steps run in the process of the workflow: no step is handed to another process, as the others do',
  },
  {
    ...dbos,
    name: 'dbos-queues',
    title: 'DBOS, queues',
    variant: 'queues',
    says: 'each parallel step is a workflow on a queue, with a process that takes from it; it looks at queues and for results by polling, here every 50 ms, by default every second',
  },
  {
    ...bullmq,
    name: 'bullmq-always',
    title: 'BullMQ, appendfsync always',
    durability: 'fsync for each step',
    variant: 'always',
    says: 'a flow: three jobs and the one that joins them; Redis syncs before it answers',
  },
  {
    ...bullmq,
    name: 'bullmq',
    title: 'BullMQ, appendfsync everysec',
    durability: 'page cache',
    variant: 'everysec',
    says: 'the same; Redis syncs every second, as it does by default with an append-only file',
  },
  {
    ...nestjs,
    name: 'nestjs',
    title: 'NestJS Kafka',
    variant: '',
    says: 'a controller for each step, as documented: one message after the other in each consumer; the join is kept in memory and lost with its process; a message may be handled twice',
  },
  {
    ...nestjs,
    name: 'nestjs-tuned',
    title: 'NestJS Kafka, partitions side by side',
    variant: 'tuned',
    says: 'the same with partitionsConsumedConcurrently, which it hands to kafkajs',
  },
];

/** How to get what a peer lacks; undefined when it can run. */
export const missingOf = ({ needs = [] }: Peer): string | undefined => {
  const missing = needs.filter(({ path }) => !existsSync(path));
  return missing.length === 0 ? undefined : missing.map(({ how }) => how).join(' && ');
};
