import { createHash, randomBytes } from 'node:crypto';
import { closeSync, openSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { keepCopy } from './keep-copy.ts';

/**
 * The classes of a server as Java has them in memory, kept in a file beside its jars: a start that maps them spares reading
 * and checking five thousand of them, which is two fifths of its processor time.
 */
export interface ClassArchive {
  /** What Java is started with: the archive, or, for one server at a time while there is none, to write it at its end. */
  readonly flags: readonly string[];
  /** To be called when that server has ended, with its exit code: what it wrote at an orderly end is kept for later starts. */
  readonly keep: (exitCode: number | null) => void;
  /** How long its end may take, where it takes longer for what is written. */
  readonly stopWithinMs?: number;
}

/** Whose classes they are. */
export interface ClassArchiveOwner {
  /** The folder of the server's jars. */
  readonly jars: string;
  /** What the Java says of itself that is to use it: another one cannot read it. */
  readonly javaVersion: string;
  /** The folder of this run, which goes when it ends. */
  readonly runDir: string;
}

/** Java goes on without an archive that does not fit, and finds out whether its bytes are those that were written. */
const USE = ['-Xshare:auto', '-XX:+VerifySharedSpaces', '-Xlog:cds=off', '-Xlog:cds+dynamic=off'];
/** A server that has been sent SIGTERM ends with the latter. */
const ORDERLY = [0, 143];
/** It is the work of five seconds. */
const WRITTEN_WITHIN_MS = 60_000;
const CLAIMED_FOR_MS = 60 * 60_000;

/** The archive for a server that is about to start. */
export const classArchive = ({ jars, javaVersion, runDir }: ClassArchiveOwner): ClassArchive => {
  const name = `classes-${createHash('sha256').update(javaVersion).digest('hex').slice(0, 12)}`;
  const archive = wholeArchive(jars, name);
  if (archive !== undefined) return { flags: [`-XX:SharedArchiveFile=${archive}`, ...USE], keep: () => undefined };
  const claim = join(jars, `${name}.claimed`);
  if (!claimed(claim)) return { flags: [], keep: () => undefined };
  const written = join(runDir, `${name}-${randomBytes(4).toString('hex')}`);
  return {
    stopWithinMs: WRITTEN_WITHIN_MS,
    flags: [`-XX:ArchiveClassesAtExit=${written}`, '-Xlog:cds=off', '-Xlog:cds+dynamic=off'],
    keep: (exitCode) => {
      const bytes = statSync(written, { throwIfNoEntry: false })?.size;
      const isWhole = bytes !== undefined && exitCode !== null && ORDERLY.includes(exitCode);
      if (isWhole && wholeArchive(jars, name) === undefined) keepCopy(written, join(jars, `${name}-${bytes}.jsa`));
      rmSync(written, { force: true });
      rmSync(claim, { force: true });
    },
  };
};

/** Java would crash in one that was cut off, so how long it is stands in its name. */
const wholeArchive = (jars: string, name: string): string | undefined =>
  readdirSync(jars)
    .filter((file) => file.startsWith(`${name}-`) && file.endsWith('.jsa'))
    .map((file) => join(jars, file))
    .find((file) => file.endsWith(`-${statSync(file, { throwIfNoEntry: false })?.size}.jsa`));

/** Whether it is for us to have it written, which costs as much as a start. A claim of an hour ago was left behind. */
const claimed = (claim: string): boolean => {
  const claimedMs = statSync(claim, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
  if (Date.now() - claimedMs > CLAIMED_FOR_MS) rmSync(claim, { force: true });
  try {
    closeSync(openSync(claim, 'wx'));
    return true;
  } catch {
    // Somebody else was quicker, or nothing can be written here: then this start is like the one before.
    return false;
  }
};
