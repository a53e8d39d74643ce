import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TransactionCreated } from '@troupe/contracts';
import {
  eventually,
  isolated,
  openEventLog,
  startServiceProcess,
  type EventLog,
  type IsolatedStack,
  type ServiceProcess,
} from '@troupe/testing';
import avro from 'avsc';
import { freshCopy, type FreshCopy } from './fresh-copy.fixture.ts';

type IncomingRecord = ReturnType<EventLog['deadLetters']>[number];

const AGENT = 'velocity-agent';
const EVENT = 'fraud.suspected';
const SCHEMA = `schemas/commerce/${EVENT}.avsc`;
/** Everything here is done by other processes, on a machine that has more to do. */
const PATIENCE_MS = 300_000;

let copy: FreshCopy;
let place: IsolatedStack;
let log: EventLog;
const heard: IncomingRecord[] = [];
let running: ServiceProcess | undefined;

beforeAll(async () => {
  copy = freshCopy();
  place = await isolated('add-an-agent');
  log = await openEventLog(place, { events: [TransactionCreated] });
}, PATIENCE_MS);

afterAll(async () => {
  await running?.kill();
  await log.close();
  await place.drop();
  copy.remove();
}, PATIENCE_MS);

const order = TransactionCreated({
  customerId: 'c-1',
  placedAt: Date.UTC(2026, 0, 1),
  country: 'GB',
  currency: 'GBP',
  totalMinor: 500,
  lines: [{ sku: 'A', description: '', quantity: 1, unitPriceMinor: 500 }],
});

/** Past the five bytes that name the schema in the registry. */
const decoded = ({ value }: IncomingRecord): unknown =>
  avro.Type.forSchema(JSON.parse(readFileSync(join(copy.root, SCHEMA), 'utf8')) as avro.Schema).fromBuffer(
    (value ?? Buffer.alloc(0)).subarray(5),
  );

describe('a fraud agent added to transaction.created', () => {
  it(
    'is generated: nothing but its folder, its schema and what is made from them is touched',
    async () => {
      await copy.run(
        'nx',
        ...`g agent velocity --consumes transaction.created --publishes ${EVENT}`.split(' '),
        '--install=false',
      );
      const made =
        /^(libs\/contracts\/src\/generated|docs\/reference)\/|^infra\/(choreography\/\w+\.json|helm\/troupe\/values\.yaml)$/;
      const own = copy.changed().filter((path) => !made.test(path));
      expect(own.filter((path) => !path.startsWith(`apps/${AGENT}/`))).toEqual([SCHEMA]);
    },
    PATIENCE_MS,
  );

  it(
    'is sound as it is: its types hold, and its specs pass',
    async () => {
      const config = { extends: './tsconfig.base.json', include: [`apps/${AGENT}/src`, 'libs/*/src/**/*.d.ts'] };
      writeFileSync(join(copy.root, 'tsconfig.agent.json'), JSON.stringify(config));
      await copy.run('tsc', '--project', 'tsconfig.agent.json');
      await copy.run('jest', '--ci', '--selectProjects', 'unit', '--testPathPatterns', `apps/${AGENT}/`);
    },
    PATIENCE_MS,
  );

  it(
    'joins what runs, without anything else being started anew, and concludes from what is ordered',
    async () => {
      const main = join(copy.root, 'infra/local/src/join/join-main.ts');
      running = await startServiceProcess({ main, args: [AGENT], name: AGENT, env: place.env, readyWithinMs: 120_000 });
      await log.messaging.tail({ topics: [EVENT], onRecord: (record) => heard.push(record) }).start();
      const { envelope } = await log.publish(order, { conversationId: randomUUID() });
      const [answer] = await eventually(() => (heard.length > 0 ? heard : Promise.reject(new Error('nothing yet'))), {
        timeoutMs: 60_000,
      });
      expect(answer!.key).toBe(envelope.conversationId);
      expect(answer!.headers).toMatchObject({ ce_type: EVENT, ce_source: AGENT, ce_causationid: envelope.id });
      expect(decoded(answer!)).toMatchObject({ decidedBy: 'velocity-rules@1' });
    },
    PATIENCE_MS,
  );
});
