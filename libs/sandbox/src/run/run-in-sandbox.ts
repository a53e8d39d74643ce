import { DEFAULT_LIMITS, type RunLimits } from '../limits.ts';
import { groundOf, type SandboxProbe } from '../probe/sandbox-probe.ts';
import { describeEnding, type Ending } from './ending.ts';
import type { RunFiles } from './run-files.ts';
import { startRun } from './start-run.ts';

/** A program to be run. */
export interface SandboxRequest {
  /** The proof that the sandbox holds. */
  readonly probe: SandboxProbe;
  readonly files: RunFiles;
  /** The program, as a path from the root of the code. */
  readonly entry: string;
  /** What the program is told. */
  readonly arguments?: readonly string[];
  /** What it reads from stdin. Default: nothing. */
  readonly input?: string;
  readonly limits?: Partial<RunLimits>;
  /** Whether Node's own permissions stand before the walls. Default true; specs of the walls take them away. */
  readonly nodePermission?: boolean;
}

/** What came of it. Its words are those of the program: nothing that it prints is a verdict. */
export interface SandboxRun {
  readonly ending: Ending;
  /** The same in words, to follow "the code". */
  readonly cause: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
}

/**
 * Runs a program inside the sandbox until it ends or passes a limit; nothing of it is left then.
 * @throws TroupeError SANDBOX_INCOMPLETE naming what does not hold · SANDBOX_FILE_INVALID · SANDBOX_FAILED
 */
export const runInSandbox = async (request: SandboxRequest): Promise<SandboxRun> => {
  const { probe, entry, input = '', nodePermission = true } = request;
  const limits = { ...DEFAULT_LIMITS, ...request.limits };
  const ground = groundOf(probe);
  return ground.turns.take(async () => {
    const run = await startRun(ground, { ...request, program: entry, limits, nodePermission });
    run.answers.resume();
    run.stdin.end(input);
    const { ending, stdout, stderr, durationMs } = await run.ended;
    return { ending, cause: describeEnding(ending, limits), stdout, stderr, durationMs };
  });
};
