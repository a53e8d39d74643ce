import type { Dependency } from '@troupe/agent-sdk';
import { TroupeError } from '@troupe/contracts';
import { faultIn, faultText } from '@troupe/feature-spec';
import { callInSandbox, type CallOutcome, type SandboxProbe } from '@troupe/sandbox';
import { oneLine } from '../code/one-line.ts';
import type { CodeTester, CodeToTest, OwnTests } from './code-tester.ts';

const LONGEST = 300;

/** Stands for a call that was never made; there is one outcome for each. */
const NOT_CALLED: CallOutcome = { kind: 'failed', cause: 'was not called' };

const run = async (
  probe: SandboxProbe,
  { signature, path, source, examples }: CodeToTest,
  signal: AbortSignal,
): Promise<OwnTests> => {
  const { outcomes } = await callInSandbox({
    probe,
    files: { [path]: source, 'package.json': '{ "type": "module" }' },
    module: path,
    functionName: signature.functionName,
    calls: examples.map(({ arguments: given }) => given),
    signal,
  });
  const failures = examples.flatMap((example, index) => {
    const fault = faultIn(outcomes[index] ?? NOT_CALLED, example, signature);
    return fault === undefined ? [] : [oneLine(faultText(fault, example, signature), LONGEST)];
  });
  return failures.length === 0 ? { kind: 'passed' } : { kind: 'failed', failures };
};

const isOfSandbox = (error: unknown): error is TroupeError =>
  TroupeError.is(error) && error.code.startsWith('SANDBOX_');

/** Tries code in the sandbox that reviews use, too; where there is none that holds, nothing is run. */
export const sandboxTester = (probe: SandboxProbe): CodeTester & Dependency => ({
  name: 'sandbox',
  // The developer does without, and says so.
  available: () => true,
  observe: () => undefined,
  close: () => probe.close(),
  test: async (code, { signal }) => {
    const [first] = probe.missing;
    if (first !== undefined) return { kind: 'untested', why: `the sandbox does not hold ${first.limit}` };
    try {
      return await run(probe, code, signal);
    } catch (error) {
      if (!isOfSandbox(error)) throw error;
      return { kind: 'untested', why: oneLine(error.message, LONGEST) };
    }
  },
});
