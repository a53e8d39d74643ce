import { randomUUID } from 'node:crypto';
import { CodeCommitted, type CodeCommittedData } from '@troupe/contracts';
import type { Workspaces } from '@troupe/workspace';

let made = 0;

/** Commits a module as a developer does, and gives the event that says so. */
export const commitModule = async (
  workspaces: Workspaces,
  source: string,
  changes: Partial<CodeCommittedData> = {},
): Promise<ReturnType<typeof CodeCommitted>> => {
  const { workspace = 'shop', attempt = 1, files = ['src/sales-tax.js'] } = changes;
  const shop = await workspaces.open(workspace);
  const base = await shop.main();
  const branch = `feature/spec-${(made += 1)}`;
  const author = { name: 'developer-agent', email: 'developer-agent@troupe.invalid' };
  const written = files.map((path) => ({ path, content: source }));
  const commit = await shop.commitFiles({
    branch,
    base,
    files: written,
    author,
    message: 'Add it',
    key: randomUUID(),
    atMs: 0,
  });
  const how = 'by hand';
  return CodeCommitted({
    workspace,
    repository: shop.url,
    branch,
    commit,
    base,
    files,
    attempt,
    how,
    decidedBy: 'spec@1',
    ...changes,
  });
};
