import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { stackError } from '../stack-error.ts';

const run = promisify(execFile);

const DOWNLOAD_WITHIN_MS = 15 * 60_000;
const ABANDONED_AFTER_MS = 60 * 60_000;

/** What Maven shall fetch. */
export interface MavenRequest {
  /** For messages: `Kafka`, … */
  readonly title: string;
  /** The committed pom that says what; its digest names the folder in the cache. */
  readonly pom: string;
  readonly goal: 'dependency:copy-dependencies' | 'dependency:unpack';
  /** For the progress message, such as `45 MB`. */
  readonly size: string;
  readonly cacheDir: string;
  readonly env: NodeJS.ProcessEnv;
  readonly progress: (message: string) => void;
  readonly signal: AbortSignal;
  /** The variable that makes this server unnecessary, for the error message. */
  readonly insteadSet: string;
}

/** The folder with what the pom names: from the cache, or fetched by Maven once. Safe when two starts do it at once. */
export const resolveByMaven = async (request: MavenRequest): Promise<string> => {
  const { title, pom, cacheDir, size, progress } = request;
  const digest = createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 16);
  const folder = join(cacheDir, `${basename(dirname(pom))}-${digest}`);
  if (existsSync(folder)) return folder;
  progress(`${title}: fetching it by Maven (once, about ${size})`);
  mkdirSync(cacheDir, { recursive: true });
  sweepAbandoned(cacheDir);
  const unfinished = `${folder}.unfinished-${randomBytes(4).toString('hex')}`;
  try {
    await fetch(request, unfinished);
    publish(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return folder;
};

/** The version in a pom that follows `<artifactId>`, for people. */
export const pomVersion = (pom: string, artifactId: string): string => {
  const pattern = new RegExp(`<artifactId>${artifactId}</artifactId>\\s*<version>([^<]+)</version>`);
  return pattern.exec(readFileSync(pom, 'utf8'))?.[1] ?? 'of an unknown version';
};

const fetch = async (request: MavenRequest, into: string): Promise<void> => {
  const { pom, goal, env, signal } = request;
  const args = ['--batch-mode', '--quiet', '--file', pom, goal, `-Djars.directory=${into}`];
  try {
    await run('mvn', args, { env, signal, timeout: DOWNLOAD_WITHIN_MS, maxBuffer: 16 * 1024 * 1024 });
  } catch (error) {
    signal.throwIfAborted();
    throw mavenFailure(request, error);
  }
};

const mavenFailure = ({ title, insteadSet }: MavenRequest, error: unknown): Error => {
  // execFile adds these to what it throws.
  const { code, stdout = '' } = error as { code?: unknown; stdout?: string };
  if (code === 'ENOENT')
    return stackError(
      `${title} cannot be fetched: Maven (mvn) is not installed`,
      `install it (Debian and Ubuntu: apt-get install maven; macOS: brew install maven); or set ${insteadSet}; or start Docker`,
      error,
    );
  const said = stdout.split('\n').filter((line) => line.includes('ERROR'));
  return stackError(
    `Maven could not fetch ${title}: ${said.slice(0, 3).join('\n    ') || String(code)}`,
    `check the network, and the proxy or mirror in ~/.m2/settings.xml; or set ${insteadSet}; or start Docker`,
    error,
  );
};

const publish = (unfinished: string, folder: string): void => {
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    // Another start was quicker: what it published is the same.
    if (!existsSync(folder)) throw error;
  }
};

const sweepAbandoned = (cacheDir: string): void => {
  const unfinished = readdirSync(cacheDir).filter((name) => name.includes('.unfinished-'));
  for (const name of unfinished) {
    const path = join(cacheDir, name);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > ABANDONED_AFTER_MS) rmSync(path, { recursive: true, force: true });
  }
};
