import { mkdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { canEnter, findServerUser } from './embedded/postgres-user.ts';

const IN_REPOSITORY = join(import.meta.dirname, '../../../.troupe/stacks');
const ELSEWHERE = join(tmpdir(), 'troupe-stacks');

/**
 * The folder that runs make their folders in: `.troupe/stacks` of the repository, or one for temporary files when we
 * are root and the repository lies where PostgreSQL's user cannot go, such as below /root.
 */
export const findBaseFolder = async (progress: (message: string) => void): Promise<string> => {
  const user = await findServerUser(progress);
  mkdirSync(IN_REPOSITORY, { recursive: true });
  return user === undefined || (await canEnter(IN_REPOSITORY, user)) ? IN_REPOSITORY : ELSEWHERE;
};

/** Where what Maven fetched is kept, for every checkout of this user. */
export const defaultCacheFolder = (env: NodeJS.ProcessEnv): string =>
  join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'troupe');
