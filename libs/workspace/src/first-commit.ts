import type { Git } from './git.ts';
import { MAIN, moveRef } from './refs.ts';
import { PLAIN, treeWith, writeBlob, writeCommit, type CommitMeta } from './trees.ts';

/** A workspace begins with the same commit, whoever makes it and whenever: so do all ids that follow. */
const BIRTH: CommitMeta = {
  author: { name: 'troupe', email: 'troupe@troupe.invalid' },
  atMs: Date.UTC(2026, 0, 1),
  message: 'A workspace for delivered features',
  key: 'workspace',
};

const readmeOf = (name: string): string => `# ${name}

What agents have delivered: a module in \`src/\` for each feature, with its tests beside it. Run them with \`npm test\`.
`;

const manifestOf = (name: string): string =>
  `${JSON.stringify({ name, version: '0.0.0', private: true, type: 'module', scripts: { test: 'node --test' } }, null, 2)}\n`;

/** Gives a repository that was just made its first commit, on main. */
export const writeFirstCommit = async (git: Git, name: string): Promise<void> => {
  const readme = { path: 'README.md', mode: PLAIN, blob: await writeBlob(git, readmeOf(name)) };
  const manifest = { path: 'package.json', mode: PLAIN, blob: await writeBlob(git, manifestOf(name)) };
  const tree = await treeWith(git, undefined, [readme, manifest]);
  await moveRef(git, {
    branch: MAIN,
    from: undefined,
    to: await writeCommit(git, { ...BIRTH, tree, parent: undefined }),
  });
};
