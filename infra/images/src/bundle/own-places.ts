import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import type { Plugin } from 'esbuild';

/** What sources find by their own place, as paths from the root of the repository. */
export interface FoundByPlace {
  /** Modules that are run in a thread or process of their own. */
  readonly modules: ReadonlySet<string>;
  /** Files and folders that are read as they are. */
  readonly files: ReadonlySet<string>;
}

const PLACE = /import\.meta\.(url|dirname)/;
const FINDS = 'import.meta.url';
const RELATIVE = /'(\.{1,2}\/[^']+)'/g;
const COMMENT = /^\s*(\*|\/\/|\/\*).*$/gm;

/** The same expression, for a module that is now a part of one at the root of the bundle. */
const placedAt = (path: string): string => `(new URL(${JSON.stringify(path)}, import.meta.url).href)`;

const folderAt = (path: string): string =>
  `(process.getBuiltinModule('node:url').fileURLToPath(new URL(${JSON.stringify(posix.dirname(path))}, import.meta.url)))`;

/** What a source means by its own place, as if it still lay at `path` below the root of the bundle. */
export const keepPlace = (source: string, path: string): string =>
  source.replaceAll('import.meta.url', placedAt(path)).replaceAll('import.meta.dirname', folderAt(path));

/** The relative paths that a source which asks for its own address names in its code: what it may look for there. */
export const namedPaths = (source: string): readonly string[] =>
  source.includes(FINDS) ? [...source.replace(COMMENT, '').matchAll(RELATIVE)].map(([, path = '']) => path) : [];

/**
 * Lets bundled sources of the repository below `root` find what lies beside them: each keeps its place, and what it names
 * relative to it is noted in `found`, for whoever makes the bundle to put there.
 */
export const ownPlaces = (root: string, found: { modules: Set<string>; files: Set<string> }): Plugin => ({
  name: 'own-places',
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
      const source = readFileSync(file, 'utf8');
      if (!PLACE.test(source)) return undefined;
      for (const named of namedPaths(source)) {
        const target = join(dirname(file), named);
        if (named.endsWith('.worker.ts')) found.modules.add(relative(root, target));
        else if (!named.endsWith('.ts') && existsSync(target)) found.files.add(relative(root, target));
      }
      return { contents: keepPlace(source, relative(root, file)), loader: 'ts' };
    }),
});
