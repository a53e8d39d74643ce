import { createServer } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { findPort, LOOPBACK, onFreePort, PortTaken } from './ports.ts';

const silent = { usualPort: undefined, progress: () => undefined };

describe('findPort', () => {
  it('takes the usual port when it is free, and another when it is not', async () => {
    const usual = await findPort();
    expect(await findPort(usual)).toBe(usual);
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(usual, LOOPBACK, resolve));
    expect(await findPort(usual)).not.toBe(usual);
    other.close();
  });
});

describe('onFreePort', () => {
  it('tries another port when a server loses the race for one', async () => {
    const tried: number[] = [];
    const won = await onFreePort({
      ...silent,
      start: (port, attempt) => {
        tried.push(port);
        return attempt < 3 ? Promise.reject(new PortTaken('Kafka')) : Promise.resolve(port);
      },
    });
    expect(tried).toHaveLength(3);
    expect(won).toBe(tried[2]);
  });

  it('gives up after some attempts, and says so', async () => {
    const start = (): Promise<never> => Promise.reject(new PortTaken('Kafka'));
    await expect(onFreePort({ ...silent, start })).rejects.toThrow(/No port could be kept/);
  });

  it('passes any other failure on at once', async () => {
    let attempts = 0;
    const start = (): Promise<never> => {
      attempts++;
      return Promise.reject(new Error('no Java'));
    };
    await expect(onFreePort({ ...silent, start })).rejects.toThrow('no Java');
    expect(attempts).toBe(1);
  });
});
