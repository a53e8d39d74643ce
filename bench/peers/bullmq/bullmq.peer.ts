import { Queue, QueueEvents } from 'bullmq';
import { peerEnvironment } from '../../lib/peer/contract.ts';
import { createPending, servePeer, startPart } from '../../lib/peer/serve-peer.ts';
import { freePort, startServer } from '../start-server.ts';
import { connection, KEEP, queueOf, REDIS_PORT, type SagaJob } from './queues.ts';

/** BullMQ on a Redis of its own with an append-only file; how often that is synced is the variant. */
const { folder, variant } = peerEnvironment();
const port = await freePort();
await startServer({
  command: 'redis-server',
  args: `--port ${port} --bind 127.0.0.1 --appendonly yes --appendfsync ${variant} --maxmemory-policy noeviction`.split(
    ' ',
  ),
  cwd: folder,
  ports: [port],
});
process.env[REDIS_PORT] = String(port);

const worker = new URL('bullmq.worker.ts', import.meta.url);
await Promise.all([startPart(worker, 'steps'), startPart(worker, 'join')]);

const accept = new Queue<SagaJob>(queueOf('accept'), { connection: connection(), defaultJobOptions: KEEP });
const joined = new QueueEvents(queueOf('join'), { connection: connection() });
await joined.waitUntilReady();
const pending = createPending();
joined.on('completed', ({ jobId }) => pending.end(jobId));
servePeer(async (saga, payload) => {
  const ended = pending.ended(saga);
  await accept.add('accept', { saga, payload });
  await ended;
});
