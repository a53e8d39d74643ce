import type { PrepareContext } from '@troupe/agent-sdk';
import {
  PrReviewed,
  ReviewUnavailable,
  type CodeCommittedData,
  type DraftOf,
  type SpecValidatedData,
} from '@troupe/contracts';
import { specOf } from '@troupe/feature-spec';
import { callInSandbox, type RunFiles, type SandboxProbe } from '@troupe/sandbox';
import type { Workspaces } from '@troupe/workspace';
import { acceptanceTests, judgeAnswers, type TestReport } from './acceptance-tests.ts';

/** What a commit is reviewed with. */
export interface ReviewParts {
  readonly workspaces: Workspaces;
  readonly probe: SandboxProbe;
}

/** What is concluded about a commit. */
export type Review = DraftOf<typeof PrReviewed> | DraftOf<typeof ReviewUnavailable>;

/** Who reviews, and what the code is run in. Raise it when the same code may be judged otherwise. */
const REVIEWER = 'acceptance-tests@1, linux-sandbox@1';

const unavailable = ({ commit }: CodeCommittedData, { missing }: SandboxProbe): Review =>
  ReviewUnavailable({
    commit,
    missing: missing.map(({ limit, found, mend }) => ({ limit, found: `${found}. To mend it: ${mend}` })),
    decidedBy: REVIEWER,
  });

const reviewed = ({ commit, branch, attempt }: CodeCommittedData, report: TestReport): Review =>
  PrReviewed({
    commit,
    branch,
    attempt,
    verdict: report.failures.length === 0 ? 'APPROVED' : 'CHANGES_REQUESTED',
    examples: report.examples,
    failures: [...report.failures],
    cause: report.cause,
    decidedBy: REVIEWER,
  });

const IS_TEST = /\.test\.[cm]?js$/;

/** What the code may see of its commit: its tests stay outside, since expected results are in them. */
const withoutTests = (files: RunFiles): RunFiles =>
  Object.fromEntries(Object.entries(files).filter(([path]) => !IS_TEST.test(path)));

const runTests = async (
  { workspace: name, commit }: CodeCommittedData,
  data: SpecValidatedData,
  { workspaces, probe, signal }: ReviewParts & Pick<PrepareContext, 'signal'>,
): Promise<TestReport> => {
  const spec = specOf(data);
  const workspace = await workspaces.open(name);
  const files = withoutTests(await workspace.files({ commit }));
  const results = await callInSandbox({ probe, files, ...acceptanceTests(spec), signal });
  return judgeAnswers(spec, results);
};

/**
 * Reviews a commit: reads its files, runs them in the sandbox against tests that are made from the spec alone, and judges
 * outside of it what came back. A recorded step: once there is a report it stays. Without a sandbox that holds nothing is run.
 * @throws TroupeError SPEC_INVALID · WORKSPACE_REFUSED · GIT_FAILED · SANDBOX_FAILED
 */
export const reviewCommit = async (
  code: CodeCommittedData,
  spec: SpecValidatedData,
  { record, signal, ...parts }: ReviewParts & Pick<PrepareContext, 'record' | 'signal'>,
): Promise<Review> => {
  if (parts.probe.missing.length > 0) return unavailable(code, parts.probe);
  return reviewed(code, await record(`review-${code.attempt}`, () => runTests(code, spec, { ...parts, signal })));
};
