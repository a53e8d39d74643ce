import { cpSync, existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

interface PackageManifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** Where Node finds a package for whoever lies in `from`; undefined when it is not installed. */
const findPackage = (name: string, from: string): string | undefined => {
  const folder = join(from, 'node_modules', name);
  if (existsSync(join(folder, 'package.json'))) return folder;
  const above = dirname(from);
  return above === from ? undefined : findPackage(name, above);
};

const needsOf = (folder: string): readonly string[] => {
  // npm installed it: two fields are read, which have this form in every package.json.
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageManifest;
  return Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies });
};

/** The folders of these installed packages and of all that they need; what is optional and not installed is left out. */
export const closureOf = (names: readonly string[], from: string): ReadonlySet<string> => {
  const folders = new Set<string>();
  const add = (name: string, wantedBy: string): void => {
    const folder = findPackage(name, wantedBy);
    if (folder === undefined || folders.has(folder)) return;
    folders.add(folder);
    for (const need of needsOf(folder)) add(need, folder);
  };
  for (const name of names) add(name, from);
  return folders;
};

const isForDevelopers = (path: string): boolean =>
  /\.(map|md|d\.[cm]?ts)$|\/(test|tests|examples|\.github)$/.test(path);

/** Copies installed packages and what they need to where they lay, below another root, without what only developers read. */
export const copyPackages = (
  names: readonly string[],
  { root, out }: { readonly root: string; readonly out: string },
): void => {
  for (const folder of closureOf(names, root))
    cpSync(folder, join(out, relative(root, folder)), {
      recursive: true,
      filter: (path) => !path.slice(folder.length).includes('/node_modules') && !isForDevelopers(path),
    });
};
