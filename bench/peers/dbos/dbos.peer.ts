import { DBOS } from '@dbos-inc/dbos-sdk';
import { peerEnvironment } from '../../lib/peer/contract.ts';
import { servePeer, startPart } from '../../lib/peer/serve-peer.ts';
import { configure, queuesSaga, QUEUE, QUEUE_OPTIONS, stepsSaga } from './saga.workflow.ts';

/** DBOS on the Postgres of the stack, with the settings that the others have there. */
const isQueued = peerEnvironment().variant === 'queues';
const WORKERS = 3;

configure('first');
await DBOS.launch();
if (isQueued) {
  await DBOS.registerQueue(QUEUE, QUEUE_OPTIONS);
  const worker = new URL('dbos.worker.ts', import.meta.url);
  await Promise.all(Array.from({ length: WORKERS }, (_, nth) => startPart(worker, `worker-${nth}`)));
}
const workflow = isQueued ? queuesSaga : stepsSaga;
servePeer(async (saga, payload) => {
  const handle = await DBOS.startWorkflow(workflow, { workflowID: saga })(saga, payload);
  await handle.getResult();
});
