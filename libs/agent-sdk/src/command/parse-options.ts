import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';

/** A command line that cannot be understood. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Nothing shall be done but to say how the command is used. */
export class HelpWanted extends Error {
  override readonly name = 'HelpWanted';
}

/** Options and positionals as they were given. */
export type Parsed<Options extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ args: string[]; options: Options; allowPositionals: true }>
>;

const HELP = { help: { type: 'boolean', default: false } } as const;

/** Also among options that cannot be understood: who asks for help may know no better. */
const asksForHelp = (args: readonly string[]): boolean =>
  parseArgs({ args: [...args], options: HELP, allowPositionals: true, strict: false }).values.help === true;

/** Reads a command line. `--help` belongs to every command. @throws UsageError, HelpWanted */
export const parseOptions = <const Options extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: Options,
): Parsed<Options> => {
  if (asksForHelp(args)) throw new HelpWanted('how it is used is asked for');
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
};

/** Refuses words that nobody asked for. @throws UsageError */
export const refuseMore = (more: readonly string[]): void => {
  if (more.length > 0) throw new UsageError(`'${more.join(' ')}' is too much`);
};

/** A word or an option that has to be there. @throws UsageError saying that `what` is missing */
export const required = (what: string, value: string | undefined): string => {
  if (value === undefined || value.trim() === '') throw new UsageError(`${what} is missing`);
  return value;
};
