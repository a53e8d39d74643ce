import { createServer, type ListenOptions, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { ensureError } from '@troupe/contracts';
import { readAnswerLines } from '../call/answer-lines.ts';
import type { Ground } from '../ground.ts';
import { DEFAULT_LIMITS, type RunLimits } from '../limits.ts';
import { programInside } from '../root/root-template.ts';
import { startRun, type StartedRun } from '../run/start-run.ts';
import { insideReportSchema } from './inside-report.ts';
import type { Look } from './judge-look.ts';
import { viewFromOutside } from './outside-view.ts';

const MIB = 1024 * 1024;
const LIMITS: RunLimits = { ...DEFAULT_LIMITS, fileBytes: MIB, scratchBytes: 4 * MIB, wallMs: 120_000 };

const WRITABLE = ['/probe', '/work/probe', '/work/code.js', '/bin/probe', '/troupe/caller.mjs', '/proc/probe'];
const READABLE = [
  '/etc/passwd',
  '/old/etc',
  '/proc/self/environ',
  '/proc/1/root/etc',
  '/sys/fs',
  '/dev/null',
  '/root',
  '/home',
];

/** Something of the host that listens, on its loopback and on a name that only a network namespace keeps. */
const listen = async (where: ListenOptions, reached: () => void): Promise<Server> => {
  const server = createServer((socket) => {
    reached();
    socket.destroy();
  });
  server.listen(where);
  await once(server, 'listening');
  return server;
};

const listenOnHost = async (reached: () => void) => {
  const name = `\0troupe-sandbox-probe-${process.pid}-${Date.now()}`;
  const loopback = await listen({ host: '127.0.0.1', port: 0 }, reached);
  const abstract = await listen({ path: name }, reached);
  // A server that listens on a port has an address that says which.
  const { port } = loopback.address() as AddressInfo;
  return {
    addresses: [{ host: '127.0.0.1', port }, { path: name }, { host: '192.0.2.1', port: 80 }],
    close: () => [loopback, abstract].forEach((server) => server.close()),
  };
};

const startLook = (ground: Ground, addresses: readonly object[]): Promise<StartedRun> => {
  const asked = {
    kind: 'look',
    writable: WRITABLE,
    readable: [...READABLE, ground.folder, process.cwd()],
    addresses,
    parent: process.pid,
    mostFileBytes: 2 * LIMITS.fileBytes,
    mostScratchBytes: 2 * LIMITS.scratchBytes,
    mostFiles: 2 * LIMITS.openFiles,
  };
  return startRun(ground, {
    files: { 'code.js': '' },
    program: programInside('prober.mjs'),
    arguments: [JSON.stringify(asked)],
    limits: LIMITS,
    nodePermission: false,
  });
};

/** Reads what it says and looks at it meanwhile; why it could not, when it says nothing. */
const lookAt = async (run: StartedRun): Promise<Pick<Look, 'inside' | 'outside'> | string> => {
  const lines = readAnswerLines(run.answers, LIMITS.outputBytes, () => run.stop('output'));
  const line = await lines.next();
  const first = await run.first();
  if (line === undefined || first === undefined) return (await run.ended).stderr.trim() || 'it says nothing';
  return { inside: insideReportSchema.parse(JSON.parse(line)), outside: await viewFromOutside(first) };
};

/** Starts a run that tries what must not be possible, and looks at it from both sides. Says why, when that fails. */
export const lookAround = async (ground: Ground): Promise<Look | string> => {
  let reached = 0;
  const host = await listenOnHost(() => (reached += 1));
  try {
    const run = await startLook(ground, host.addresses);
    try {
      const seen = await lookAt(run);
      return typeof seen === 'string' ? seen : { ...seen, limits: LIMITS, user: ground.user, reached };
    } finally {
      run.stop('caller');
      await run.ended;
    }
  } catch (error) {
    return ensureError(error).message;
  } finally {
    host.close();
  }
};
