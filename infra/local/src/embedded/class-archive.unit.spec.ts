import { mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { classArchive, type ClassArchive } from './class-archive.ts';

let home: string;
let jars: string;
let runDir: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'troupe-classes-'));
  [jars, runDir] = [join(home, 'jars'), join(home, 'run')];
  for (const folder of [jars, runDir]) mkdirSync(folder);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const next = (javaVersion = '17'): ClassArchive => classArchive({ jars, javaVersion, runDir });
const fileIn = ({ flags }: ClassArchive, flag: string): string | undefined =>
  flags.find((each) => each.startsWith(`-XX:${flag}=`))?.split('=')[1];
/** Ends a server as one that writes what it was told to. */
const end = (archive: ClassArchive, exitCode: number | null): void => {
  const file = fileIn(archive, 'ArchiveClassesAtExit');
  if (file !== undefined) writeFileSync(file, 'classes');
  archive.keep(exitCode);
};

describe('classArchive', () => {
  it('has one server write the archive, and those that start after it use it', () => {
    const [first, meanwhile] = [next(), next()];
    expect(meanwhile.flags).toEqual([]);
    end(first, 143);
    expect(fileIn(next(), 'SharedArchiveFile')).toMatch(/^.*\/jars\/classes-[0-9a-f]{12}-7\.jsa$/);
    expect([readdirSync(jars), readdirSync(runDir)]).toMatchObject([{ length: 1 }, []]);
  });

  it('is written for each Java: one cannot read what another wrote', () => {
    end(next('17'), 0);
    const other = next('21');
    expect(fileIn(other, 'SharedArchiveFile')).toBeUndefined();
    end(other, 0);
    expect(fileIn(next('21'), 'SharedArchiveFile')).toBeDefined();
    expect(readdirSync(jars)).toHaveLength(2);
  });

  it.each([null, 1])('keeps nothing of a server that ended with %s, and the next one writes it', (exitCode) => {
    end(next(), exitCode);
    expect([readdirSync(jars), readdirSync(runDir)]).toEqual([[], []]);
    expect(fileIn(next(), 'ArchiveClassesAtExit')).toBeDefined();
  });

  it('uses none that was cut off', () => {
    end(next(), 0);
    truncateSync(join(jars, readdirSync(jars)[0]!), 3);
    expect(fileIn(next(), 'SharedArchiveFile')).toBeUndefined();
  });

  it('is written by another when whoever was to do it was killed an hour ago', () => {
    next();
    const longAgo = Date.now() / 1_000 - 3_700;
    utimesSync(join(jars, readdirSync(jars)[0]!), longAgo, longAgo);
    expect(fileIn(next(), 'ArchiveClassesAtExit')).toBeDefined();
  });

  it('leaves a start as it is where nothing can be written', () => {
    const gone = classArchive({ jars, javaVersion: '17', runDir: join(home, 'gone') });
    gone.keep(0);
    expect(readdirSync(jars)).toEqual([]);
  });
});
