import { resolve } from 'node:path';
import { modelSettings } from '@troupe/models';
import { z } from 'zod';

/** The root of this repository. */
const ROOT = resolve(import.meta.dirname, '../../..');

const knowledge = z.object({
  /** The folder of Markdown files that replies are drafted from; one that is relative begins at the root of the repository. */
  KNOWLEDGE_DIR: z
    .string()
    .refine((path) => !path.includes('\0'), 'must be the path of a folder')
    .default('examples/knowledge')
    .transform((path) => resolve(ROOT, path)),
});

/** What support-agent reads from its environment besides what every service does. */
export const supportSettings = knowledge.and(modelSettings);
