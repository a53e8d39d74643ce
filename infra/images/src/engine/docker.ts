import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ensureError, TroupeError } from '@troupe/contracts';

const run = promisify(execFile);

const MOST_OUTPUT = 16 * 1024 * 1024;

const saidIn = (error: unknown): string => {
  // What execFile rejects with has what the program wrote; anything else has only its message.
  const { stderr = '' } = error as { readonly stderr?: string };
  return stderr.trim() === '' ? ensureError(error).message : stderr.trim();
};

/** How a program is run. */
export interface ProgramOptions {
  /** For messages: 'building troupe/fraud-agent'. */
  readonly what: string;
  /** Added to the environment. Default: nothing. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a program to its end, and resolves to what it wrote. @throws TroupeError IMAGE_FAILED with what it wrote about its failure */
export const runProgram = async (
  program: string,
  args: readonly string[],
  { what, env }: ProgramOptions,
): Promise<string> => {
  try {
    const { stdout } = await run(program, [...args], { env: { ...process.env, ...env }, maxBuffer: MOST_OUTPUT });
    return stdout.trim();
  } catch (error) {
    throw new TroupeError('IMAGE_FAILED', `${what} failed: ${saidIn(error)}`, { cause: error });
  }
};
