import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type MavenRequest, pomVersion, resolveByMaven } from './maven-cache.ts';

let home: string;
let request: MavenRequest;

/** Puts a program called mvn first on the path; it gets the folder to fill as `$into`. */
const pretendMaven = (script: string): void => {
  const program = join(home, 'bin', 'mvn');
  writeFileSync(
    program,
    `#!/bin/sh\nfor last; do :; done\ninto=\${last#-Djars.directory=}\necho run >>${home}/runs\n${script}\n`,
  );
  chmodSync(program, 0o755);
};
const runs = (): number => readFileSync(join(home, 'runs'), 'utf8').split('\n').length - 1;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'troupe-maven-'));
  for (const folder of ['bin', 'kafka']) mkdirSync(join(home, folder));
  writeFileSync(join(home, 'kafka', 'pom.xml'), '<artifactId>kafka_2.13</artifactId>\n  <version>4.2.1</version>');
  request = {
    title: 'Kafka',
    pom: join(home, 'kafka', 'pom.xml'),
    goal: 'dependency:copy-dependencies',
    size: '45 MB',
    cacheDir: join(home, 'cache'),
    env: { PATH: `${join(home, 'bin')}:/usr/bin:/bin` },
    progress: () => undefined,
    signal: new AbortController().signal,
    insteadSet: 'KAFKA_BROKERS',
  };
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

describe('resolveByMaven', () => {
  it('asks Maven once, and again only when the pom changes', async () => {
    pretendMaven('mkdir -p "$into" && touch "$into/kafka.jar"');
    const first = await resolveByMaven(request);
    expect(existsSync(join(first, 'kafka.jar'))).toBe(true);
    expect(await resolveByMaven(request)).toBe(first);
    expect(runs()).toBe(1);
    writeFileSync(request.pom, 'another');
    expect(await resolveByMaven(request)).not.toBe(first);
    expect(runs()).toBe(2);
  });

  it('is safe when two starts do it at once', async () => {
    pretendMaven('mkdir -p "$into" && touch "$into/kafka.jar"');
    const [one, other] = await Promise.all([resolveByMaven(request), resolveByMaven(request)]);
    expect(one).toBe(other);
    expect(readdirSync(request.cacheDir)).toHaveLength(1);
  });

  it('leaves nothing in the cache of a download that failed, and says what to do', async () => {
    pretendMaven('mkdir -p "$into" && touch "$into/half.jar"; echo "[ERROR] Could not transfer artifact"; exit 1');
    await expect(resolveByMaven(request)).rejects.toThrow(
      /Could not transfer artifact\n.*settings\.xml.*KAFKA_BROKERS/,
    );
    expect(readdirSync(request.cacheDir)).toEqual([]);
  });

  it('says how to get Maven when there is none', async () => {
    const without = { ...request, env: { PATH: join(home, 'bin') } };
    await expect(resolveByMaven(without)).rejects.toThrow(/not installed\n.*apt-get install maven/);
  });
});

describe('pomVersion', () => {
  it('reads the version of an artifact', () => {
    expect(pomVersion(request.pom, 'kafka_2.13')).toBe('4.2.1');
  });
});
