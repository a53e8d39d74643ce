import { CodeMerged, MergeRefused, type DraftOf, type EventOf, type FeatureApproved } from '@troupe/contracts';
import type { Merge, Workspaces } from '@troupe/workspace';
import { AGENT } from './attempt/identity.ts';

type Approval = EventOf<typeof FeatureApproved>;

/** Lets main hold what was approved: the same merge, whenever this is done. */
export const mergeFeature = async ({ data, envelope }: Approval, workspaces: Workspaces): Promise<Merge> => {
  const workspace = await workspaces.open(data.workspace);
  return workspace.mergeForward({
    commit: data.commit,
    author: AGENT,
    message: `Carry ${data.branch} to main\n\nReviewed as ${data.commit}.`,
    key: envelope.id,
    atMs: envelope.timeMs,
  });
};

/** What a merge is told as. */
export const concludeMerge = (
  { data: { workspace, branch, commit } }: Approval,
  merge: Merge,
): DraftOf<typeof CodeMerged> | DraftOf<typeof MergeRefused> => {
  if (merge.kind === 'merged') return CodeMerged({ workspace, branch, commit: merge.commit, reviewed: commit });
  const files = [...merge.files];
  const reason = `main has changed ${files.join(', ')} as well since this was begun: ask for it again, on top of that`;
  return MergeRefused({ workspace, branch, commit, files, reason });
};
