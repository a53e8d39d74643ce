import { describe, expect, it } from '@jest/globals';
import { growingFile } from './feeds.fixture.ts';
import { loadFeeds } from './feeds.ts';

const loaded = async (content: unknown) =>
  loadFeeds((await growingFile(typeof content === 'string' ? content : JSON.stringify(content))).path);

describe('the file of sources', () => {
  it('says what is read, and how where nothing else is said', async () => {
    const feeds = [
      { source: 'a', kind: 'csv', path: 'a.csv' },
      { source: 'b', market: 'eu', kind: 'json', url: 'https://b.example/', every: '30s' },
    ];
    expect(await loaded({ feeds })).toEqual([
      {
        source: 'a',
        market: 'main',
        kind: 'csv',
        path: 'a.csv',
        every: 1_000,
        columns: { at: 'timestamp', value: 'value' },
      },
      { source: 'b', market: 'eu', kind: 'json', url: 'https://b.example/', every: 30_000 },
    ]);
  });

  it.each([
    ['{', 'no JSON'],
    [{}, 'feeds'],
    [{ feeds: [{ source: 'a', kind: 'pigeon' }] }, 'kind'],
    [{ feeds: [{ source: 'a', kind: 'json', url: 'file:///etc/passwd' }] }, 'must be a URL with http or https'],
    [{ feeds: [{ source: 'a b', kind: 'jsonl', path: 'x' }] }, 'may contain letters'],
    [{ feeds: [{ source: 'a', kind: 'jsonl', path: 'x', speed: 0 }] }, 'speed'],
    [{ feeds: [{ source: 'a', kind: 'jsonl', path: 'x', sped: 1 }] }, 'sped'],
    [{ feeds: [1, 2].map(() => ({ source: 'a', kind: 'jsonl', path: 'x' })) }, 'a name of its own'],
  ])('is refused when it is %j', async (content, why) => {
    await expect(loaded(content)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining(why),
    });
  });

  it('is refused when it is not there', async () => {
    await expect(loadFeeds('/nowhere/feeds.json')).rejects.toThrow('give SIGNAL_FEEDS the path of the file');
  });
});
