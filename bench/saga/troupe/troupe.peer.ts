import { peerEnvironment } from '../../lib/peer/contract.ts';
import { servePeer, startPart } from '../../lib/peer/serve-peer.ts';
import { openSagaLog } from './saga-log.ts';

/** Troupe: a process with the four agents, another with the coordinator. */
const log = await openSagaLog(peerEnvironment());
const worker = new URL('troupe.worker.ts', import.meta.url);
await Promise.all([startPart(worker, 'agents'), startPart(worker, 'coordinator')]);
servePeer(log.run);
