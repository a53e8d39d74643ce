import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { feedOf, growingFile, inShort, readAll } from './feeds.fixture.ts';

const HEADER = 'timestamp,value\n';
const line = (value: number | string): string => `2015-02-26 21:42:53,${value}\n`;

describe('a file of lines', () => {
  it('is read from where it was read to, also while it grows; a line is there once it ends', async () => {
    const file = await growingFile(HEADER + line(1) + '2015-02-26 21:4');
    const first = await readAll(feedOf(file.path));
    expect(inShort(first.entries)).toEqual(['2=1']);
    await file.append('7:53,2\n' + line(3));
    expect(inShort((await readAll(feedOf(file.path), first.position)).entries)).toEqual(['3=2', '4=3']);
  });

  it('says of every line that cannot be read which one it is and why, and goes on', async () => {
    const file = await growingFile(`${HEADER}yesterday,1\n${line('')}\n${line('many')}${line(4)}`);
    expect(inShort((await readAll(feedOf(file.path))).entries)).toEqual([
      expect.stringContaining('2 has no time'),
      expect.stringContaining('3 has no finite number'),
      expect.stringContaining('5 has no finite number'),
      '6=4',
    ]);
  });

  it('leaves out a line that is too long, and holds no more of it than its beginning', async () => {
    const file = await growingFile(`${HEADER}${line(1)}${'x'.repeat(200_000)}\n${line(2)}`);
    const { entries } = await readAll(feedOf(file.path));
    expect(inShort(entries)).toEqual(['2=1', '3 is longer than 65536 bytes', '4=2']);
    expect(JSON.stringify(entries).length).toBeLessThan(3_000);
  });

  it('is begun anew when it was replaced by a shorter one', async () => {
    const file = await growingFile(HEADER + line(1) + line(2));
    const { position } = await readAll(feedOf(file.path));
    await file.replace(HEADER + line(9));
    expect(inShort((await readAll(feedOf(file.path), position)).entries)).toEqual(['2=9']);
  });

  it('is refused when its header does not name the columns', async () => {
    const file = await growingFile('time,count\n');
    await expect(readAll(feedOf(file.path))).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it('may be JSON, with values or with text', async () => {
    const file = await growingFile(
      '{"at":"2026-11-28T08:00:00Z","value":3}\n{"id":"n1","at":1,"title":"News"}\n{"at":1\n[]\n',
    );
    const { entries } = await readAll(feedOf(file.path, 'jsonl'));
    expect(inShort(entries)).toEqual(['1=3', 'n1=null', '3 is no JSON', expect.stringMatching(/^4 the item: /)]);
  });

  it('comes to the same wherever the reading was interrupted', async () => {
    const file = await growingFile(
      HEADER + Array.from({ length: 40 }, (_, index) => line(index % 7 === 3 ? 'x' : index)).join(''),
    );
    const whole = await readAll(feedOf(file.path));
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.entries.length - 1), async (cut) => {
        const kept = whole.entries.slice(0, cut + 1);
        const rest = await readAll(feedOf(file.path), kept.at(-1)!.after);
        expect([...kept, ...rest.entries]).toEqual(whole.entries);
      }),
    );
  });
});
