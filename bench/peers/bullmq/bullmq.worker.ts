import { FlowProducer, Worker, type Job } from 'bullmq';
import { PARALLEL, peerEnvironment, type Step } from '../../lib/peer/contract.ts';
import { servePart } from '../../lib/peer/serve-peer.ts';
import { createTask } from '../../lib/peer/task.ts';
import { connection, KEEP, queueOf, type SagaJob } from './queues.ts';

/** A worker for each step, or the one that joins: it runs when the three jobs below it are done. */
const task = createTask(peerEnvironment().ledger);
const CONCURRENCY = 100;

const flows = new FlowProducer({ connection: connection() });

/** What has been accepted goes on as a flow. Its parent is called like the saga, so that a second one is the same. */
const goOn = async ({ data: { saga, payload } }: Job<SagaJob>): Promise<void> => {
  const accepted = await task(saga, 'accept', payload);
  await flows.add({
    name: 'join',
    queueName: queueOf('join'),
    data: { saga },
    opts: { jobId: saga, ...KEEP },
    children: PARALLEL.map((step) => ({
      name: step,
      queueName: queueOf(step),
      data: { saga, payload: accepted } satisfies SagaJob,
      opts: KEEP,
    })),
  });
};

const run = async (step: Step | 'join', process: (job: Job<SagaJob>) => Promise<unknown>): Promise<void> => {
  const worker = new Worker<SagaJob>(queueOf(step), process, { connection: connection(), concurrency: CONCURRENCY });
  await worker.waitUntilReady();
};

if (process.argv[2] === 'join') await run('join', async (job) => Object.values(await job.getChildrenValues()));
else {
  await run('accept', goOn);
  for (const step of PARALLEL) await run(step, ({ data }) => task(data.saga, step, data.payload));
}
servePart();
