import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileTree } from './file-tree.ts';

/** This repository, and what a generator wrote into it, which lies nowhere. */
export interface PlayedTree extends FileTree {
  readonly written: ReadonlyMap<string, string>;
}

const ROOT = join(import.meta.dirname, '../../..');

/** A tree that can be written to as often as one likes. */
export const playedTree = (): PlayedTree => {
  const written = new Map<string, string>();
  return {
    root: ROOT,
    written,
    exists: (path) => written.has(path) || existsSync(join(ROOT, path)),
    read: (path) => written.get(path) ?? readFileSync(join(ROOT, path), 'utf8'),
    write: (path, content) => void written.set(path, content),
    children: (folder) => readdirSync(join(ROOT, folder)),
  };
};
