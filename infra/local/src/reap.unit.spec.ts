import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { identifyProcess, isRunning, pidScope, type ProcessRef } from './process-identity.ts';
import { judgeRun, reapAbandonedRuns } from './reap.ts';
import { createRunFolder, LOCK_FILE, type RunLock } from './run-folder.ts';

const ref = (pid: number): ProcessRef => ({ pid, startedAt: `start of ${pid}` });
const lock: RunLock = { scope: 'here', launcher: ref(1), servers: [ref(2), ref(3)], inDocker: false };
const alive =
  (...pids: number[]) =>
  ({ pid }: ProcessRef): boolean =>
    pids.includes(pid);

describe('judgeRun', () => {
  it('leaves a run whose launcher lives, even when its servers are gone', () => {
    expect(judgeRun(lock, 'here', alive(1))).toEqual({ action: 'leave' });
  });

  it('names the servers that a killed launcher left', () => {
    expect(judgeRun(lock, 'here', alive(3))).toEqual({ action: 'reap', servers: [ref(3)], inDocker: false });
  });

  it('leaves a run of another pid namespace alone, where our pids are other processes', () => {
    expect(judgeRun(lock, 'elsewhere', alive())).toEqual({ action: 'leave' });
  });

  it('says that containers may be left', () => {
    expect(judgeRun({ ...lock, inDocker: true }, 'here', alive())).toMatchObject({ servers: [], inDocker: true });
  });
});

describe('reapAbandonedRuns', () => {
  let base: string;
  const messages: string[] = [];
  const reap = (dockerAnswers = true): Promise<void> =>
    reapAbandonedRuns(base, {
      removeContainers: () => Promise.resolve(dockerAnswers),
      progress: (message) => messages.push(message),
    });
  const abandon = (content: Partial<RunLock>): string => {
    const { path } = createRunFolder(base);
    const gone: RunLock = { scope: pidScope(), launcher: ref(process.pid), servers: [], inDocker: false };
    writeFileSync(join(path, LOCK_FILE), JSON.stringify({ ...gone, ...content }));
    return path;
  };

  beforeEach(() => {
    base = mkdtempSync(join(tmpdir(), 'troupe-reap-'));
    messages.length = 0;
  });
  afterEach(() => rmSync(base, { recursive: true, force: true }));

  it('kills what an abandoned run left and deletes its data', async () => {
    const server = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' });
    const exit = once(server, 'exit');
    const path = abandon({ servers: [identifyProcess(server.pid!)!] });
    mkdirSync(join(path, 'kafka-1'));
    await reap();
    expect(await exit).toEqual([null, 'SIGKILL']);
    expect(existsSync(path)).toBe(false);
    expect(messages).toHaveLength(1);
  });

  it('never kills a process that only has the pid of one, and started at another time', async () => {
    const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    abandon({ servers: [ref(stranger.pid!)] });
    await reap();
    expect(readdirSync(base)).toEqual([]);
    expect(isRunning(identifyProcess(stranger.pid!)!)).toBe(true);
    stranger.kill('SIGKILL');
  });

  it('leaves the run of a living launcher', async () => {
    const { path, noteServer } = createRunFolder(base);
    noteServer(process.pid);
    await reap();
    expect(existsSync(join(path, LOCK_FILE))).toBe(true);
  });

  it('deletes what an interrupted removal left', async () => {
    mkdirSync(join(base, 'without-a-lock'));
    await reap();
    expect(readdirSync(base)).toEqual([]);
  });

  it('keeps a run whose containers cannot be removed now, for a start that finds an engine', async () => {
    const path = abandon({ inDocker: true });
    await reap(false);
    expect(existsSync(path)).toBe(true);
    await reap(true);
    expect(existsSync(path)).toBe(false);
  });
});

describe('createRunFolder', () => {
  it('appears with a lock that names this process, and goes as a whole', async () => {
    const base = mkdtempSync(join(tmpdir(), 'troupe-run-'));
    const folder = createRunFolder(base);
    folder.noteDocker();
    // Written by the function under test.
    const written = JSON.parse(readFileSync(join(folder.path, LOCK_FILE), 'utf8')) as RunLock;
    expect(written).toMatchObject({ launcher: identifyProcess(process.pid), inDocker: true });
    await folder.remove();
    expect(readdirSync(base)).toEqual([]);
    rmSync(base, { recursive: true });
  });
});
