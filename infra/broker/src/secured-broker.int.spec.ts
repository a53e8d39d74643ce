import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrderFlagged, OrderVerified, TransactionCreated, type TransactionCreatedInput } from '@troupe/contracts';
import { startSecuredKafka, type SecuredKafka } from '@troupe/local-stack/secured';
import { connectKafka, connectRights, type Messaging, type SaslOptions } from '@troupe/messaging';
import {
  eventually,
  isolated,
  openEventLog,
  startServiceProcess,
  type EventLog,
  type IsolatedStack,
} from '@troupe/testing';
import { runAcls, runTopics } from './run-broker-command.ts';

const ROOT = join(import.meta.dirname, '../../..');
const AGENT = 'fraud-agent';
const PASSWORDS = { admin: randomUUID(), [AGENT]: randomUUID() };
const TRUSTED = getCACertificates('default');

const ORDER: TransactionCreatedInput = {
  customerId: 'customer-1',
  currency: 'GBP',
  country: 'GB',
  totalMinor: 250,
  placedAt: Date.UTC(2026, 0, 1, 12),
  lines: [{ sku: 'A', description: '', quantity: 1, unitPriceMinor: 250 }],
};

const signIn = (username: keyof typeof PASSWORDS): SaslOptions => ({
  mechanism: 'scram-sha-512',
  username,
  password: PASSWORDS[username],
});

let broker: SecuredKafka;
let place: IsolatedStack;
let log: EventLog;
const opened: Messaging[] = [];

beforeAll(async () => {
  [broker, place] = await Promise.all([startSecuredKafka(PASSWORDS), isolated('secured')]);
  setDefaultCACertificates([...TRUSTED, readFileSync(broker.caFile, 'utf8')]);
  const events = [TransactionCreated, OrderVerified, OrderFlagged];
  log = await openEventLog({ ...place, kafkaBrokers: broker.brokers }, { events, sasl: signIn('admin') });
}, 240_000);

afterAll(async () => {
  await Promise.all(opened.map((messaging) => messaging.close()));
  await log.close();
  await broker.stop();
  await place.drop();
  setDefaultCACertificates(TRUSTED);
}, 60_000);

const envOf = (account: keyof typeof PASSWORDS): Record<string, string> => ({
  ...place.env,
  KAFKA_BROKERS: broker.brokers.join(','),
  KAFKA_SSL: 'true',
  KAFKA_SASL_MECHANISM: 'scram-sha-512',
  KAFKA_SASL_USERNAME: account,
  KAFKA_SASL_PASSWORD: PASSWORDS[account],
  NODE_EXTRA_CA_CERTS: broker.caFile,
});

const command = async (run: typeof runTopics, ...args: string[]) => {
  const said: string[] = [];
  const say = (line: string): void => void said.push(line);
  const code = await run({ args, env: envOf('admin'), out: say, err: say });
  return { code, said: said.join('\n') };
};

const asAgent = (): Messaging => {
  const messaging = connectKafka({
    brokers: broker.brokers,
    clientId: AGENT,
    prefix: place.prefix,
    partitions: place.partitions,
    ssl: true,
    sasl: signIn(AGENT),
  });
  opened.push(messaging);
  return messaging;
};

describe('a broker that checks who somebody is and what they may', () => {
  it('gets the topics and rights of the choreography, and then nothing differs', async () => {
    expect(await command(runTopics, 'diff')).toMatchObject({ code: 1, said: expect.stringContaining('order.confirmed does not exist') }); // prettier-ignore
    expect(await command(runTopics, 'apply')).toMatchObject({ code: 0 });
    expect(await command(runTopics, 'diff')).toEqual({ code: 0, said: 'nothing differs' });
    const lacking = await command(runAcls, 'diff');
    expect(lacking.code).toBe(1);
    expect(lacking.said).toMatch(new RegExp(`missing +${AGENT} +write +topic +${place.prefix}order.verified`));
    expect(await command(runAcls, 'apply')).toMatchObject({ code: 0 });
    await eventually(async () => expect(await command(runAcls, 'diff')).toEqual({ code: 0, said: 'nothing differs' }));
  }, 180_000);

  it('takes back what a definition does not ask for, when it is told to', async () => {
    const rights = connectRights({ brokers: broker.brokers, clientId: 'spec', prefix: place.prefix, ssl: true, sasl: signIn('admin') }); // prettier-ignore
    await rights.apply({ [AGENT]: { read: [], write: ['order.confirmed'], groups: [] } });
    await rights.close();
    const unwanted = expect.stringMatching(
      new RegExp(`^unwanted +${AGENT} +write +topic +${place.prefix}order.confirmed$`),
    );
    await eventually(async () => expect(await command(runAcls, 'diff')).toEqual({ code: 1, said: unwanted }));
    expect(await command(runAcls, 'apply')).toEqual({ code: 0, said: 'nothing was to be done' });
    expect(await command(runAcls, 'apply', '--prune')).toMatchObject({ code: 0, said: expect.stringMatching(/^taken away/) }); // prettier-ignore
    await eventually(async () => expect(await command(runAcls, 'diff')).toEqual({ code: 0, said: 'nothing differs' }));
  }, 120_000);

  it('lets an agent work with its own account and the rights of its definition', async () => {
    const main = join(ROOT, 'apps/fraud-agent/src/main.ts');
    const service = await startServiceProcess({ main, env: envOf(AGENT), readyWithinMs: 60_000 });
    const conversationId = randomUUID();
    await log.publish(TransactionCreated(ORDER), { conversationId });
    await eventually(() => expect(log.concluded(conversationId)).toMatchObject([{ envelope: { source: AGENT } }]), {
      timeoutMs: 60_000,
    });
    expect(await service.kill()).toEqual({ code: 0, signal: null });
    expect(service.log()).not.toMatch(/AUTHORIZATION|TOPIC_FORBIDDEN|not authorized/i);
  }, 150_000);

  it('refuses an agent a topic that it does not declare, and the error says which and what to do', async () => {
    const publisher = await asAgent().publisher();
    const record = { topic: 'order.confirmed', key: randomUUID(), value: Buffer.from('x'), headers: {} };
    await expect(publisher.publish([record])).rejects.toMatchObject({
      code: 'TOPIC_FORBIDDEN',
      message: `Kafka does not let this account write the topic ${place.prefix}order.confirmed: name its event in \`publishes\` of the definition, then run \`npm run choreography\` and \`npm run acls -- apply\``, // prettier-ignore
    });
    // It may read this one, and so look at it: the refusal comes with the record itself.
    await expect(publisher.publish([{ ...record, topic: 'transaction.created' }])).rejects.toMatchObject({
      code: 'TOPIC_FORBIDDEN',
      message: expect.stringContaining(`${place.prefix}transaction.created`),
    });
  }, 120_000);

  it('refuses an agent to read what it does not declare', async () => {
    const handle = (): Promise<void> => Promise.resolve();
    const curious = asAgent().subscriber({ group: AGENT, topics: ['order.rejected'], handle });
    await expect(curious.start()).rejects.toMatchObject({
      code: 'TOPIC_FORBIDDEN',
      message: expect.stringContaining(`read the topic ${place.prefix}order.rejected: name its event in \`consumes\``),
    });
  }, 120_000);

  it('knows nobody without an account', async () => {
    const stranger = connectKafka({
      brokers: broker.brokers,
      clientId: 'stranger',
      ssl: true,
      sasl: { mechanism: 'scram-sha-512', username: 'admin', password: 'guessed' },
    });
    opened.push(stranger);
    expect(await stranger.ready()).toBe(false);
  }, 120_000);
});
