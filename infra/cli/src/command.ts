/** What every command is run with. */
export interface CommandContext {
  /** The folder of the repository. */
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
}

/** A command of `troupe`. */
export interface Command {
  /** What it does, in a line. */
  readonly summary: string;
  /** Words that may follow it, for shells to complete. */
  readonly words?: readonly string[];
  /** Resolves to the exit code: 0 done, 1 refused or found wanting, 2 not understood. */
  run(args: readonly string[], context: CommandContext): Promise<number>;
}
