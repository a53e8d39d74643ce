import { parseArgs } from 'node:util';
import { KINDS, TARGETS, type Kind, type Target } from './chaos-plan.ts';
import { SAFEGUARDS, type Safeguard } from './without.ts';

/** What `npm run chaos` was asked for. */
export interface ChaosRequest {
  /** Each safeguard is taken out in turn, instead of one run. */
  readonly mutations: boolean;
  readonly seed: number;
  readonly faults: number;
  readonly minutes: number;
  readonly rate: number;
  readonly single: boolean;
  readonly verbose: boolean;
  readonly kinds: readonly Kind[];
  readonly targets: readonly Target[];
  readonly without?: Safeguard;
}

/** The request cannot be understood. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** How it is used. */
export const USAGE = `usage: npm run chaos -- [options]

Starts servers and every service, lets orders come in, breaks things, and reads the log and the tables afterwards.

  --faults <n>       ends when so many faults have counted; default 1000
  --minutes <n>      ends after so long in any case; default 20
  --seed <n>         which faults, in which order, for each target; default 1
  --rate <n>         orders a second; default 8
  --only <kinds>     these kinds only, with commas between:
                     ${KINDS.join(', ')}
  --targets <names>  these only: ${TARGETS.slice(0, 6).join(', ')},
                     ${TARGETS.slice(6).join(', ')}
  --single           one fault after the other, each when nothing is left of the one before: how long recovery takes
  --without <what>   every service does without: ${SAFEGUARDS.join(', ')}
  --mutations        takes each of these out in turn, for a short run, and says which check has noticed
  --verbose          tells of every fault as it happens
  --help             this text

Exit codes: 0 all is as it must be; 1 something is not; 2 this text.`;

const OPTIONS = {
  seed: { type: 'string', default: '1' },
  faults: { type: 'string', default: '1000' },
  minutes: { type: 'string', default: '20' },
  rate: { type: 'string', default: '8' },
  only: { type: 'string' },
  targets: { type: 'string' },
  single: { type: 'boolean', default: false },
  without: { type: 'string' },
  verbose: { type: 'boolean', default: false },
  mutations: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
};

const number = (option: string, value: string, { least }: { least: number }): number => {
  const found = Number(value);
  if (value.trim() === '' || !Number.isFinite(found) || found < least)
    throw new UsageError(`--${option} is a number of at least ${least}, not '${value}'`);
  return found;
};

const oneOf = <Name extends string>(option: string, value: string, names: readonly Name[]): Name => {
  const found = names.find((name) => name === value.trim());
  if (found === undefined) throw new UsageError(`--${option}: there is no '${value.trim()}', but ${names.join(', ')}`);
  return found;
};

const someOf = <Name extends string>(option: string, value: string | undefined, names: readonly Name[]) =>
  value === undefined ? names : value.split(',').map((each) => oneOf(option, each, names));

/**
 * Reads the arguments of the command line. Undefined when help is asked for.
 * @throws UsageError
 */
export const readArguments = (args: readonly string[]): ChaosRequest | undefined => {
  const { help, seed, faults, minutes, rate, only, targets, single, verbose, without, mutations } = parse(args);
  if (help) return undefined;
  return {
    mutations,
    single,
    verbose,
    seed: Math.trunc(number('seed', seed, { least: 0 })),
    faults: number('faults', faults, { least: 1 }),
    minutes: number('minutes', minutes, { least: 0.1 }),
    rate: number('rate', rate, { least: 0.1 }),
    kinds: someOf('only', only, KINDS),
    targets: someOf('targets', targets, TARGETS),
    ...(without !== undefined && { without: oneOf('without', without, SAFEGUARDS) }),
  };
};
