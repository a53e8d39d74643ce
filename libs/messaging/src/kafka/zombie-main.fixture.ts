import { setTimeout as delay } from 'node:timers/promises';
import { connectKafka } from '../connect-kafka.ts';

// A member of a group as a process of its own, which can be stopped and continued. It says on standard output what it does.
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const { KAFKA_BROKERS = '', TROUPE_PREFIX = '', HOLD_MS = '0' } = process.env;
const kafka = connectKafka({ brokers: KAFKA_BROKERS.split(','), clientId: 'zombie', prefix: TROUPE_PREFIX });
const subscriber = kafka.subscriber({
  group: 'haunted',
  topics: ['haunted'],
  sessionTimeoutMs: 6_000,
  handle: async ({ key, offset }, task) => {
    say(`begun ${key} ${String(offset)}`);
    if (key === process.env['HELD']) await delay(Number(HOLD_MS));
    say(`ended ${key} ${String(offset)} ${task.isCurrent() ? 'as owner' : 'as zombie'}`);
  },
  onAssigned: (partitions, epoch) => Promise.resolve(say(`assigned ${partitions.length} in epoch ${epoch}`)),
});
await subscriber.start();
