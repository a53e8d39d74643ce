import { execFile } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { freemem, platform } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { MachineFacts } from './findings.ts';

const run = promisify(execFile);
const WITHIN_MS = 10_000;
const CONNECT_WITHIN_MS = 2_000;

/** What a program says of its version; undefined where it cannot be run. */
const versionOf = async (program: string, args: readonly string[], pattern: RegExp): Promise<string | undefined> => {
  try {
    const { stdout, stderr } = await run(program, [...args], { timeout: WITHIN_MS });
    return pattern.exec(`${stdout}\n${stderr}`)?.[1];
  } catch {
    return undefined;
  }
};

const javaOf = async (env: NodeJS.ProcessEnv): Promise<number | undefined> => {
  const program = env['JAVA_HOME'] ? join(env['JAVA_HOME'], 'bin/java') : 'java';
  const major = await versionOf(program, ['-version'], /version "(?:1\.)?(\d+)/);
  return major === undefined ? undefined : Number(major);
};

/** Whether somebody listens there. */
const answers = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port, timeout: CONNECT_WITHIN_MS });
    const end = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });

const PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443, 'postgres:': 5432, 'postgresql:': 5432 };

const placeOf = (address: string): { readonly host: string; readonly port: number } | undefined => {
  const url = URL.parse(address.includes('://') ? address : `kafka://${address.split(',')[0] ?? ''}`);
  return url === null ? undefined : { host: url.hostname, port: Number(url.port) || (PORTS[url.protocol] ?? 9092) };
};

const givenIn = async (env: NodeJS.ProcessEnv): Promise<MachineFacts['given']> => {
  const named = ['KAFKA_BROKERS', 'SCHEMA_REGISTRY_URL', 'DATABASE_URL'].flatMap((name) => {
    const address = env[name];
    return address === undefined || address === '' ? [] : [{ name, place: placeOf(address) }];
  });
  const asked = named.map(
    async ({ name, place }) => [name, place !== undefined && (await answers(place.host, place.port))] as const,
  );
  return Object.fromEntries(await Promise.all(asked));
};

/** npm notes what it has installed; the lock file is newer where somebody has changed it since. */
const isInstalled = (root: string): boolean => {
  const [noted, locked] = [join(root, 'node_modules/.package-lock.json'), join(root, 'package-lock.json')];
  return existsSync(noted) && existsSync(locked) && statSync(noted).size > 0;
};

/** Looks at this machine. Asks programs for their versions, and servers whether they are there; changes nothing. */
export const machineFacts = async (root: string, env: NodeJS.ProcessEnv): Promise<MachineFacts> => {
  const [git, java, maven, docker, given] = await Promise.all([
    versionOf('git', ['--version'], /git version (\S+)/),
    javaOf(env),
    versionOf('mvn', ['--version'], /Apache Maven (\S+)/),
    versionOf('docker', ['version', '--format', '{{.Server.Version}}'], /^(\d\S*)/),
    givenIn(env),
  ]);
  return {
    node: process.versions.node,
    git,
    java,
    maven,
    docker,
    given,
    installed: isInstalled(root),
    isLinux: platform() === 'linux',
    isRoot: process.getuid?.() === 0,
    freeMegabytes: Math.round(freemem() / 1_000_000),
  };
};
