import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import type { Files, FileTree } from './file-tree.ts';
import { refusal } from './refusal.ts';

const formatted = async (root: string, path: string, text: string): Promise<string> => {
  // Prettier knows no such file, and leaves it as it was written.
  if (path.endsWith('.avsc')) return text;
  const filepath = join(root, path);
  return format(text, { ...(await resolveConfig(filepath)), filepath });
};

/** Writes what is not there yet, formatted as the repository is. @throws TroupeError DEFINITION_INVALID naming what is there */
export const writeFiles = async (tree: FileTree, files: Files): Promise<void> => {
  const there = Object.keys(files).filter((path) => tree.exists(path));
  if (there.length > 0) throw refusal(`${there.join(', ')} is there already`, 'take another name, or remove it');
  for (const [path, text] of Object.entries(files)) tree.write(path, await formatted(tree.root, path, text));
};
