import { fieldsOf, type Git } from './git.ts';
import type { Entry } from './trees.ts';

const REMOVED = '000000';

/** `:100644 100644 <old> <new> M`, as `--raw` tells one change. */
const entryOf = (told: string, path: string): Entry => {
  const [, mode = '', , blob = ''] = told.split(' ');
  return { path, mode, blob: mode === REMOVED ? undefined : blob };
};

/** What one commit has otherwise than another, by path; a file that was renamed is one taken away and one added. */
export const changesBetween = async (git: Git, from: string, to: string): Promise<readonly Entry[]> => {
  const fields = fieldsOf(await git({ args: ['diff-tree', '-r', '-z', '--raw', '--no-renames', from, to] }));
  return fields.flatMap((told, at) => (at % 2 === 0 ? [entryOf(told, fields[at + 1] ?? '')] : []));
};

/** One is the other, or a folder of it. */
const collide = (one: string, other: string): boolean =>
  one === other || one.startsWith(`${other}/`) || other.startsWith(`${one}/`);

/** The paths of the second list that the first changes as well, in their order. */
export const collisions = (ours: readonly Entry[], theirs: readonly Entry[]): readonly string[] =>
  theirs.map(({ path }) => path).filter((path) => ours.some((entry) => collide(entry.path, path)));
