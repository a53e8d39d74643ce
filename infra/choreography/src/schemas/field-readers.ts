import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const isSource = (path: string): boolean => path.endsWith('.ts') && !/\.(spec|fixture)\.ts$/.test(path);

/**
 * The files of a service that name a field, from the root of the repository. It is the word that is looked for, so one that
 * means something else may be among them; none that reads the field is missing, unless it reads all fields alike.
 */
export const filesNaming = (root: string, folder: string, field: string): readonly string[] => {
  const word = new RegExp(`\\b${field}\\b`);
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path))
    .filter(
      (path) => isSource(path) && !path.includes('node_modules') && word.test(readFileSync(join(root, path), 'utf8')),
    )
    .toSorted();
};
