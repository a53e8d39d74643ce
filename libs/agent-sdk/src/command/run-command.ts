import { ensureError, TroupeError } from '@troupe/contracts';
import { HelpWanted, UsageError } from './parse-options.ts';

/** What a command says in the end. */
export interface CommandAnswer {
  /** Written as one document with `--json`. */
  readonly json: unknown;
  readonly text: string;
  /** Whether it came to nothing, though nobody refused it: exit code 1. Default false. */
  readonly failed?: boolean;
}

/** What a command is run with. */
export interface CommandOptions {
  /** Reads the command line, and does what it asks for. */
  readonly run: () => Promise<CommandAnswer & { readonly asJson: boolean }>;
  /** How it is used, said with `--help` and shown when the command line cannot be understood. */
  readonly usage: string;
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
}

/** Runs a command to its end. Resolves to the exit code: 0 done or helped, 1 refused or a server is away, 2 usage. */
export const runCommand = async ({ run, usage, out, err }: CommandOptions): Promise<number> => {
  try {
    const { json, text, asJson, failed = false } = await run();
    out(asJson ? JSON.stringify(json, null, 2) : text);
    return failed ? 1 : 0;
  } catch (error) {
    if (error instanceof HelpWanted) {
      out(usage);
      return 0;
    }
    const { message } = ensureError(error);
    const isUsage = error instanceof UsageError;
    err(TroupeError.is(error) ? `${error.code}: ${message}` : message);
    if (isUsage) err(`\n${usage}`);
    return isUsage ? 2 : 1;
  }
};
