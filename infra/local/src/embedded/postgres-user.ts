import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { stackError } from '../stack-error.ts';

const run = promisify(execFile);

/** The OS user that PostgreSQL runs as when we are root, which it refuses to be. */
export const SERVER_USER = 'postgres';

const WITHOUT_IT =
  `create it (useradd --system --user-group ${SERVER_USER}), or start as a user other than root, ` +
  'or give a database by DATABASE_URL, or start Docker';

/** An OS user by number. */
export interface OsUser {
  readonly uid: number;
  readonly gid: number;
}

/** Nobody in particular when we are not root; otherwise the `postgres` user, made when it is missing. @throws STACK_FAILED */
export const findServerUser = async (progress: (message: string) => void): Promise<OsUser | undefined> => {
  if (process.getuid?.() !== 0) return undefined;
  const existing = await lookUpUser();
  if (existing !== undefined) return existing;
  progress(`PostgreSQL does not run as root: creating the system user ${SERVER_USER} for it`);
  try {
    await run('useradd', ['--system', '--user-group', '--no-create-home', SERVER_USER], { timeout: 10_000 });
  } catch (error) {
    throw stackError(
      `PostgreSQL does not run as root and the user ${SERVER_USER} cannot be created`,
      WITHOUT_IT,
      error,
    );
  }
  const created = await lookUpUser();
  if (created === undefined)
    throw stackError(`PostgreSQL does not run as root and there is no user ${SERVER_USER}`, WITHOUT_IT);
  return created;
};

/** Whether that user can run this program, which takes every folder above it to be open to others. */
export const canRun = (program: string, user: OsUser): Promise<boolean> =>
  run(program, ['--version'], { ...user, cwd: '/', timeout: 10_000 }).then(
    () => true,
    () => false,
  );

/** Whether that user can reach a folder. */
export const canEnter = (folder: string, user: OsUser): Promise<boolean> =>
  run('/bin/sh', ['-c', 'cd "$0"', folder], { ...user, cwd: '/', timeout: 10_000 }).then(
    () => true,
    () => false,
  );

const lookUpUser = async (): Promise<OsUser | undefined> => {
  const idOf = async (flag: '-u' | '-g'): Promise<number> => Number((await run('id', [flag, SERVER_USER])).stdout);
  return Promise.all([idOf('-u'), idOf('-g')]).then(
    ([uid, gid]) => ({ uid, gid }),
    () => undefined,
  );
};
