import { describe, expect, it } from '@jest/globals';
import { hashOf } from '../identity/operators.ts';
import { runOperators } from './run-operators.ts';

const run = async (...args: readonly string[]) => {
  const lines: string[] = [];
  const code = await runOperators({ args, out: (line) => lines.push(line), err: (line) => lines.push(line) });
  return { code, said: lines.join('\n') };
};

describe('npm run operators', () => {
  it('draws another token each time, and says what the list has to have for it', async () => {
    const drawn = [await run('Ada', 'lead', '--json'), await run('Ada', 'lead', '--json')].map(
      ({ said }) => JSON.parse(said) as { token: string; entry: string },
    );
    for (const { token, entry } of drawn) expect(entry).toBe(`Ada:lead:${hashOf(token)}`);
    expect(drawn[0]?.token).not.toBe(drawn[1]?.token);
  });

  it.each([[['Ada']], [['Ada', 'boss']], [['a:b', 'lead']], [['Ada', 'lead', 'more']]])(
    'is used otherwise than with %j',
    async (args) => expect((await run(...args)).code).toBe(2),
  );
});
