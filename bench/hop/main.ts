import { parseArgs } from 'node:util';
import { withStack } from '../lib/stop-on-signal.ts';
import { benchHop } from './hop.ts';

/**
 * `npm run bench:hop`: one hop (consume, decode, handle, encode, publish) by hand with kafkajs, by a pure agent and by a storing
 * agent, in turn.
 */
const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '3' },
  },
});
const note = (text: string): void => void process.stderr.write(`${text}\n`);
const [rate, seconds, rounds] = [Number(values.rate), Number(values.seconds), Number(values.rounds)];

await withStack(note, async (stack) => {
  process.stdout.write(`${await benchHop(stack, { rate, seconds, rounds, note })}\n\n${stack.description}\n`);
});
