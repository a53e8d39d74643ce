import { DEFAULT_LIMITS, type RunLimits } from '../limits.ts';
import type { Ground } from '../ground.ts';
import { groundOf, type SandboxProbe } from '../probe/sandbox-probe.ts';
import type { RunFiles } from '../run/run-files.ts';
import type { CallOutcome } from './answer.ts';
import { startCalledCode, type CalledCode, type Callee } from './called-code.ts';

/** Calls of one function. */
export interface CallRequest {
  /** The proof that the sandbox holds. */
  readonly probe: SandboxProbe;
  readonly files: RunFiles;
  /** The module that exports the function, as a path from the root of the code. */
  readonly module: string;
  readonly functionName: string;
  /** The arguments of each call: what JSON can tell. */
  readonly calls: readonly (readonly unknown[])[];
  /** Of each process. */
  readonly limits?: Partial<RunLimits>;
  /** Aborted when nobody waits for the results any more. */
  readonly signal?: AbortSignal;
  /** How long one call may take: more than it ever needs, for the machine may be busy. Default 3,000. */
  readonly callMs?: number;
  /** How many processes may be used up before the rest is given up: each call that ends one needs another. Default 5. */
  readonly processes?: number;
  /** Whether Node's own permissions stand before the walls. Default true; specs of the walls take them away. */
  readonly nodePermission?: boolean;
}

/** What came of the calls. */
export interface CallResults {
  /** One for each call, in their order. */
  readonly outcomes: readonly CallOutcome[];
  /** Why the calls after a certain one were given up; undefined when all were made. */
  readonly cause?: string;
}

const given = (cause: string, count: number): readonly CallOutcome[] =>
  Array.from({ length: count }, () => ({ kind: 'failed', cause }));

/** Makes calls until one ends the process. */
const callOn = async (
  code: CalledCode,
  { calls, signal }: Pick<CallRequest, 'calls' | 'signal'>,
): Promise<readonly CallOutcome[]> => {
  const outcomes: CallOutcome[] = [];
  for (const values of calls) {
    signal?.throwIfAborted();
    const outcome = await code.call(values);
    outcomes.push(outcome);
    if (outcome.kind === 'failed') break;
  }
  return outcomes;
};

const giveUp = (outcomes: readonly CallOutcome[], wanted: number, cause: string): CallResults => ({
  outcomes: [...outcomes, ...given(cause, wanted - outcomes.length)],
  cause,
});

/** Makes calls in one process: until all are made, or one ends it, or the code turns out not to load. */
const callInOne = async (
  ground: Ground,
  callee: Callee,
  request: Pick<CallRequest, 'calls' | 'signal'>,
): Promise<CallResults> => {
  const code = await startCalledCode(ground, callee);
  try {
    return code.broken === undefined ? { outcomes: await callOn(code, request) } : { outcomes: [], cause: code.broken };
  } finally {
    await code.close();
  }
};

const callInSome = async (
  ground: Ground,
  callee: Callee,
  { calls, processes = 5, signal }: Pick<CallRequest, 'calls' | 'processes' | 'signal'>,
): Promise<CallResults> => {
  const outcomes: CallOutcome[] = [];
  for (let used = 0; used < processes && outcomes.length < calls.length; used += 1) {
    signal?.throwIfAborted();
    const made = await callInOne(ground, callee, { calls: calls.slice(outcomes.length), ...(signal && { signal }) });
    outcomes.push(...made.outcomes);
    if (made.cause !== undefined) return giveUp(outcomes, calls.length, made.cause);
  }
  if (outcomes.length === calls.length) return { outcomes };
  return giveUp(outcomes, calls.length, `ended ${processes} processes: the rest is not called`);
};

/**
 * Calls a function of generated code inside the sandbox, one call after the other, in one process as long as that lives.
 * What it returns is compared by nobody there: no expected result ever goes in.
 * @throws TroupeError SANDBOX_INCOMPLETE naming what does not hold · SANDBOX_FILE_INVALID · SANDBOX_FAILED ·
 * the signal's reason
 */
export const callInSandbox = async (request: CallRequest): Promise<CallResults> => {
  const callee: Callee = {
    ...request,
    limits: { ...DEFAULT_LIMITS, ...request.limits },
    callMs: request.callMs ?? 3_000,
    nodePermission: request.nodePermission ?? true,
  };
  const ground = groundOf(request.probe);
  return ground.inTurn(() => callInSome(ground, callee, request));
};
