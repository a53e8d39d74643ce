import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@troupe/testing';
import type { IncomingRecord } from '../ports.ts';
import { keysOf, openSubscriberPlace, type SubscriberPlace } from './subscriber-place.fixture.ts';

const [held = '', first = '', second = '', third = ''] = keysOf(5, 4);
const HOLD_MS = 2_000;

interface Zombie {
  readonly process: ChildProcess;
  readonly said: () => readonly string[];
}

let place: SubscriberPlace;
let zombie: Zombie;
beforeAll(async () => {
  place = await openSubscriberPlace('zombie', ['haunted']);
  zombie = spawnZombie();
}, 60_000);
afterAll(async () => {
  zombie.process.kill('SIGKILL');
  await place.close();
}, 60_000);

const spawnZombie = (): Zombie => {
  const own = {
    TROUPE_PREFIX: place.prefix,
    KAFKA_BROKERS: place.brokers.join(','),
    HELD: held,
    HOLD_MS: String(HOLD_MS),
  };
  const child = spawn(process.execPath, [join(import.meta.dirname, 'zombie-main.fixture.ts')], {
    env: { ...process.env, NODE_OPTIONS: '', ...own },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (data: Buffer) => (text += data.toString()));
  return { process: child, said: () => text.split('\n') };
};

const committed = async (): Promise<number> => Number((await place.committed('haunted', 'haunted', 5))?.offset ?? 0);
const patiently = (assertion: () => unknown): Promise<unknown> => eventually(assertion, { timeoutMs: 30_000 });

describe('a process that was stopped beyond its session, and continues', () => {
  it('rewinds no commit, though it ends its work believing that it still owns it, and joins its group again', async () => {
    await patiently(() => expect(zombie.said()).toContain('assigned 6 in epoch 1'));
    await place.publish('haunted', held, first);
    await patiently(() => expect(zombie.said()).toContain(`begun ${held} 0`));
    zombie.process.kill('SIGSTOP');
    const heard: string[] = [];
    const handle = ({ key }: IncomingRecord): Promise<void> => Promise.resolve(void heard.push(key ?? ''));
    // It gets everything once the group has given the other up.
    const heir = await place.subscribe({ group: 'haunted', topics: ['haunted'], handle });
    await place.publish('haunted', second);
    await patiently(async () => expect(await committed()).toBe(3));
    expect(heard).toContain(held);
    zombie.process.kill('SIGCONT');
    const seen = [await committed()];
    await patiently(async () => {
      seen.push(await committed());
      expect(zombie.said().some((line) => line.startsWith(`ended ${held} 0`))).toBe(true);
      expect(zombie.said().filter((line) => line.startsWith('assigned'))).toHaveLength(2);
    });
    await place.publish('haunted', third);
    await patiently(async () => {
      seen.push(await committed());
      expect(seen.at(-1)).toBe(4);
    });
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    await heir.stop();
  }, 90_000);
});
