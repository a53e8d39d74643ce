import { DBOS } from '@dbos-inc/dbos-sdk';
import { servePart } from '../../lib/peer/serve-peer.ts';
import { configure } from './saga.workflow.ts';

/** Takes from the queues, as every process of the application does. */
configure(process.argv[2] ?? '');
await DBOS.launch();
servePart();
