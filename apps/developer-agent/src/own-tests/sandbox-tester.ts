import type { Dependency } from '@troupe/agent-sdk';
import { TroupeError } from '@troupe/contracts';
import { callText, renderValue, sameValue, type Example, type Signature } from '@troupe/feature-spec';
import { callInSandbox, type CallOutcome, type SandboxProbe } from '@troupe/sandbox';
import { oneLine } from '../code/one-line.ts';
import type { CodeTester, CodeToTest, OwnTests } from './code-tester.ts';

const LONGEST = 300;

/** What an answer is instead of the one that was expected; undefined when it is that. */
const wrong = (outcome: CallOutcome, expected: Example['expected']): string | undefined => {
  switch (outcome.kind) {
    case 'threw':
      return `threw ${outcome.message}`;
    case 'failed':
      return outcome.cause;
    case 'returned':
      if (outcome.json === null) return `returned ${outcome.was ?? 'no value'}`;
      return sameValue(expected, JSON.parse(outcome.json)) ? undefined : `returned ${outcome.json}`;
  }
};

const failureOf = (signature: Signature, example: Example, outcome: CallOutcome): readonly string[] => {
  const why = wrong(outcome, example.expected);
  const told = `${callText(signature, example)} ${why ?? ''}, not ${renderValue(example.expected)}`;
  return why === undefined ? [] : [oneLine(told, LONGEST)];
};

const run = async (probe: SandboxProbe, { signature, path, source, examples }: CodeToTest): Promise<OwnTests> => {
  const { outcomes } = await callInSandbox({
    probe,
    files: { [path]: source, 'package.json': '{ "type": "module" }' },
    module: path,
    functionName: signature.functionName,
    calls: examples.map(({ arguments: given }) => given),
  });
  const failures = outcomes.flatMap((outcome, index) => {
    const example = examples[index];
    return example === undefined ? [] : failureOf(signature, example, outcome);
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
  test: async (code) => {
    const [first] = probe.missing;
    if (first !== undefined) return { kind: 'untested', why: `the sandbox does not hold ${first.limit}` };
    try {
      return await run(probe, code);
    } catch (error) {
      if (!isOfSandbox(error)) throw error;
      return { kind: 'untested', why: oneLine(error.message, LONGEST) };
    }
  },
});
