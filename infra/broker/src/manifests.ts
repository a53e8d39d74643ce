import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ensureError, TroupeError } from '@troupe/contracts';
import type { RightsByService, TopicSpec } from '@troupe/messaging';
import { z } from 'zod';

const TOPICS = fileURLToPath(new URL('../../choreography/topics.json', import.meta.url));
const RIGHTS = fileURLToPath(new URL('../../choreography/acls.json', import.meta.url));

const names = z.array(z.string().min(1));

const topics = z.record(
  z.string(),
  z.strictObject({
    retentionMs: z.number().int().min(-1).exactOptional(),
    cleanup: z.enum(['delete', 'compact', 'compact,delete']).exactOptional(),
    largestRecord: z.number().int().positive().exactOptional(),
  }),
);

const rights = z.record(z.string(), z.strictObject({ read: names, write: names, groups: names }));

const read = <Value>(file: string, schema: z.ZodType<Value>): Value => {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const problem = error instanceof z.ZodError ? z.prettifyError(error) : ensureError(error).message;
    throw new TroupeError('CONFIG_INVALID', `${file} cannot be read: ${problem}. \`npm run choreography\` writes it`);
  }
};

/** The topics that the choreography needs, from the manifest at `file`. @throws TroupeError CONFIG_INVALID naming what is wrong in it */
export const readTopics = (file: string = TOPICS): readonly TopicSpec[] =>
  Object.entries(read(file, topics)).map(([topic, settings]) => ({ topic, ...settings }));

/** What each service may do, from the manifest at `file`. @throws TroupeError CONFIG_INVALID naming what is wrong in it */
export const readRights = (file: string = RIGHTS): RightsByService => read(file, rights);
