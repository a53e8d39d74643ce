import { note, numberIn, print, runBench } from '../lib/bench-command.ts';
import { withStack } from '../lib/stop-on-signal.ts';
import { benchHop } from './hop.ts';

const USAGE = `usage: npm run bench:hop -- [options]

One hop (consume, decode, handle, encode, publish) by hand with kafkajs, by a pure agent and by a storing agent, in turn, on
servers of its own.

  --rate <n>     events a second; default 200
  --seconds <n>  of each round; default 20
  --rounds <n>   of each of the three; default 3
  --help         this text`;

await runBench({
  usage: USAGE,
  options: {
    rate: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '3' },
  },
  read: ({ rate, seconds, rounds }) => ({
    rate: numberIn('rate', rate),
    seconds: numberIn('seconds', seconds),
    rounds: numberIn('rounds', rounds),
  }),
  run: (asked) =>
    withStack(note, async (stack) => {
      print(await benchHop(stack, { ...asked, note }));
      print(stack.description);
    }),
});
