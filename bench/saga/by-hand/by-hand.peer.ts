import pg from 'pg';
import { peerEnvironment } from '../../lib/peer/contract.ts';
import { servePeer, startPart } from '../../lib/peer/serve-peer.ts';
import { openSagaLog } from '../troupe/saga-log.ts';

/** By hand with kafkajs: a process with the four services, another that joins. */
const environment = peerEnvironment();
const log = await openSagaLog(environment);
const client = new pg.Client({ connectionString: environment.databaseUrl });
await client.connect();
await client.query('create schema by_hand');
await client.query('create table by_hand.inbox (service text, event_id text, primary key (service, event_id))');
await client.query('create table by_hand.sagas (id text primary key, done text[] not null)');
await client.end();
const worker = new URL('by-hand.worker.ts', import.meta.url);
await Promise.all([startPart(worker, 'services'), startPart(worker, 'join')]);
servePeer(log.run);
