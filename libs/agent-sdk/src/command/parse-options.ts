import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';

/** A command line that cannot be understood. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Options and positionals as they were given. */
export type Parsed<Options extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ args: string[]; options: Options; allowPositionals: true }>
>;

/** Reads a command line. @throws UsageError */
export const parseOptions = <const Options extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: Options,
): Parsed<Options> => {
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
