import { describe, expect, it } from '@jest/globals';
import { TroupeError } from '@troupe/contracts';
import { parseOptions } from './parse-options.ts';
import { runCommand, type CommandAnswer } from './run-command.ts';

const USAGE = 'usage: npm run it';

const OPTIONS = { json: { type: 'boolean', default: false }, by: { type: 'string' } } as const;

const run = async (line: string, answer: () => CommandAnswer = () => ({ json: { a: 1 }, text: 'done' })) => {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await runCommand({
    usage: USAGE,
    out: (said) => void out.push(said),
    err: (said) => void err.push(said),
    run: async () => {
      const { values } = parseOptions(line.split(' '), OPTIONS);
      return Promise.resolve({ ...answer(), asJson: values.json });
    },
  });
  return { code, out, err };
};

describe('a command', () => {
  it('says what came of it, as text or as one document', async () => {
    expect(await run('go')).toEqual({ code: 0, out: ['done'], err: [] });
    expect(await run('go --json')).toEqual({ code: 0, out: ['{\n  "a": 1\n}'], err: [] });
  });

  it.each(['--help', 'go --help --by ada', '--colour --help'])('says how it is used when asked by "%s"', async (line) =>
    expect(await run(line)).toEqual({ code: 0, out: [USAGE], err: [] }),
  );

  it('takes what comes after -- for no question', async () =>
    expect(await run('-- --help')).toEqual({ code: 0, out: ['done'], err: [] }));

  it('shows how it is used where it is not understood', async () =>
    expect(await run('--colour')).toEqual({
      code: 2,
      out: [],
      err: [expect.stringContaining('--colour'), `\n${USAGE}`],
    }));

  it('fails where it was refused, and where it came to nothing', async () => {
    const refuse = (): never => {
      throw new TroupeError('REQUEST_REFUSED', 'not this');
    };
    expect(await run('go', refuse)).toEqual({ code: 1, out: [], err: ['REQUEST_REFUSED: not this'] });
    expect(await run('go', () => ({ json: {}, text: 'given up', failed: true }))).toMatchObject({ code: 1 });
  });
});
