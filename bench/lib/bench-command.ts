import type { ParseArgsOptionsConfig } from 'node:util';
import { parseOptions, refuseMore, runCommand, UsageError, type Parsed } from '@troupe/agent-sdk/command';

/** A benchmark as a command. */
export interface BenchCommand<Options extends ParseArgsOptionsConfig, Request> {
  /** Said with `--help`, and where the command line cannot be understood. */
  readonly usage: string;
  readonly options: Options;
  /** What is asked for. @throws UsageError before anything starts */
  readonly read: (values: Parsed<Options>['values']) => Request;
  /** Does it, and prints what came of it. */
  readonly run: (request: Request) => Promise<void>;
}

/** Where benchmarks say how far they are: not among their results. */
export const note = (text: string): void => void process.stderr.write(`${text}\n`);

/** Prints a result. */
export const print = (text: string): void => void process.stdout.write(`${text}\n\n`);

/** Runs the command line of this process, and sets its exit code. */
export const runBench = async <const Options extends ParseArgsOptionsConfig, Request>({
  usage,
  options,
  read,
  run,
}: BenchCommand<Options, Request>): Promise<void> => {
  process.exitCode = await runCommand({
    usage,
    out: (line) => void (line !== '' && print(line)),
    err: note,
    run: async () => {
      const { values, positionals } = parseOptions(process.argv.slice(2), options);
      refuseMore(positionals);
      await run(read(values));
      return { json: undefined, text: '', asJson: false };
    },
  });
};

/** Which of `all` an option names, with commas between, in the order of `all`. @throws UsageError naming what there is not */
export const namesIn = <Name extends string>(option: string, asked: string, all: readonly Name[]): readonly Name[] => {
  const names = asked.split(',').filter(Boolean);
  const unknown = names.filter((name) => !all.some((each) => each === name));
  if (unknown.length > 0) throw new UsageError(`--${option}: there is no '${unknown.join("', '")}': ${all.join(', ')}`);
  return all.filter((name) => names.includes(name));
};

/** A number above zero; `Infinity` is one. @throws UsageError */
export const numberIn = (option: string, text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !(value > 0)) throw new UsageError(`--${option} is a number above zero, not '${text}'`);
  return value;
};

/** Numbers above zero, with commas between; none where nothing is said. @throws UsageError */
export const numbersIn = (option: string, text: string): readonly number[] =>
  text
    .split(',')
    .filter(Boolean)
    .map((each) => numberIn(option, each));
