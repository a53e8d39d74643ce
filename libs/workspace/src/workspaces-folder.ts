import { resolve } from 'node:path';
import { z } from 'zod';

/** The root of this repository, which services of whatever working folder agree on. */
const ROOT = resolve(import.meta.dirname, '../../..');

/**
 * The setting `WORKSPACES_DIR`, to be read by every service that writes or reads workspaces: they have to mean the same
 * folder. What is no absolute path is taken from the root of the repository. Default `.troupe/workspaces`.
 */
export const workspacesFolder = z
  .string()
  .refine((path) => !path.includes('\0'), 'must be the path of a folder')
  .default('.troupe/workspaces')
  .transform((path) => resolve(ROOT, path));
