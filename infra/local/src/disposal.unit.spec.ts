import { describe, expect, it } from '@jest/globals';
import { Disposal } from './disposal.ts';

describe('Disposal', () => {
  it('ends the registry before Kafka and the database, and what they shared after them, the latest first', async () => {
    const ended: string[] = [];
    const end = (name: string) => (): Promise<void> => Promise.resolve(void ended.push(name));
    const disposal = new Disposal();
    disposal.addShared(end('folder'));
    disposal.addShared(end('network'));
    disposal.addServer('database', end('database'));
    disposal.addServer('kafka', end('kafka'));
    disposal.addServer('registry', end('registry'));
    await Promise.all([disposal.end(), disposal.end()]);
    expect(ended).toEqual(['registry', 'kafka', 'database', 'network', 'folder']);
  });

  it('ends the rest when one fails, and says what failed', async () => {
    const ended: string[] = [];
    const disposal = new Disposal();
    disposal.addServer('registry', () => Promise.reject(new Error('the registry hangs')));
    disposal.addServer('database', () => Promise.resolve(void ended.push('database')));
    await expect(disposal.end()).rejects.toMatchObject({ errors: [new Error('the registry hangs')] });
    expect(ended).toEqual(['database']);
  });
});
