import { parseOptions, refuseMore, UsageError } from '@troupe/agent-sdk/command';
import { MUTATIONS, type Mutation } from './mutation.ts';

/** What `npm run simulate` was asked for: one seed, told in full, or `count` seeds. */
export type SimulateRequest = { readonly without: Mutation | undefined } & (
  { readonly seed: number } | { readonly seed: undefined; readonly from: number; readonly count: number }
);

/** How it is used. */
export const USAGE = `usage: npm run simulate -- [options]

Plays one drawn course of things after the other, and holds each against what must be true of all. What fails is made
smaller, and kept in simulation/src/seeds.

  --seeds <n>       how many; default 2000
  --from <n>        the first; default 1
  --seed <n>        this one alone: its plan, what happens in it, what it violates
  --without <what>  takes something out, to see who notices: ${MUTATIONS.join(', ')}
  --help            this text

Exit codes: 0 all is as it must be; 1 something is not; 2 this text.`;

const OPTIONS = {
  seed: { type: 'string' },
  seeds: { type: 'string', default: '2000' },
  from: { type: 'string', default: '1' },
  without: { type: 'string' },
} as const;

const wholeIn = (option: string, text: string): number => {
  const value = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
    throw new UsageError(`${option} is no whole number: '${text}'`);
  return value;
};

const mutationIn = (text: string | undefined): Mutation | undefined => {
  const mutation = MUTATIONS.find((each) => each === text);
  if (text !== undefined && mutation === undefined)
    throw new UsageError(`--without takes ${MUTATIONS.join(', ')}, not '${text}'`);
  return mutation;
};

/** Reads the command line. @throws UsageError */
export const readArguments = (args: readonly string[]): SimulateRequest => {
  const { values, positionals } = parseOptions(args, OPTIONS);
  refuseMore(positionals);
  const without = mutationIn(values.without);
  if (values.seed !== undefined) return { without, seed: wholeIn('--seed', values.seed) };
  return { without, seed: undefined, from: wholeIn('--from', values.from), count: wholeIn('--seeds', values.seeds) };
};
