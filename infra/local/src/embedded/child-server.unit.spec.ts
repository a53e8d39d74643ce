import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { identifyProcess } from '../process-identity.ts';
import { PortTaken } from '../ports.ts';
import { pollUntil } from '../wait.ts';
import { ChildServer, type ChildServerSpec } from './child-server.ts';

let folder: string;
let pids: number[];
let deaths: string[];
let server: ChildServer;

const serverRunning = (script: string, spec: Partial<ChildServerSpec> = {}): ChildServer => {
  server = new ChildServer({
    title: 'Kafka',
    command: process.execPath,
    args: ['-e', script],
    env: process.env,
    logFile: join(folder, 'kafka.log'),
    stopSignal: 'SIGTERM',
    readyWithinMs: 5_000,
    isReady: (log) => log.includes('ready'),
    portTaken: /EADDRINUSE/,
    advice: 'give one by KAFKA_BROKERS',
    onSpawn: (pid) => pids.push(pid),
    onDeath: (message) => deaths.push(message),
    ...spec,
  });
  return server;
};
const STAYS = `console.log('ready'); setInterval(() => {}, 1000);`;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'troupe-child-'));
  [pids, deaths] = [[], []];
});
afterEach(async () => {
  await server.dispose();
  rmSync(folder, { recursive: true, force: true });
});

describe('ChildServer', () => {
  it('starts, stops in order, and starts again; stopping twice does nothing more', async () => {
    const { start, stop } = { start: () => server.start(), stop: () => server.stop() };
    serverRunning(STAYS);
    await start();
    await stop();
    await stop();
    expect(identifyProcess(pids[0]!)).toBeUndefined();
    await start();
    expect(pids).toHaveLength(2);
    expect(deaths).toEqual([]);
  });

  it('runs out of reach of Ctrl-C: in a process group of its own', async () => {
    await serverRunning(STAYS).start();
    expect(() => process.kill(-pids[0]!, 0)).not.toThrow();
  });

  it('tells the end of its log and what to do when it ends while starting', async () => {
    const failing = serverRunning(`for (let i = 0; i < 30; i++) console.log('line ' + i); process.exit(3);`).start();
    await expect(failing).rejects.toThrow(/ended while starting.*kafka\.log[^]*line 29[^]*give one by KAFKA_BROKERS/);
    await expect(failing).rejects.not.toThrow(/line 9\n/);
  });

  it('says that its port was taken, so that another is tried', async () => {
    const failing = serverRunning(`console.log('listen EADDRINUSE'); process.exit(1);`).start();
    await expect(failing).rejects.toBeInstanceOf(PortTaken);
  });

  it('does not take whoever answers at its port for itself', async () => {
    const late = `setTimeout(() => { console.log('listen EADDRINUSE'); process.exit(1); }, 100);`;
    const failing = serverRunning(late, { saysReady: /ready/, isReady: () => true }).start();
    await expect(failing).rejects.toBeInstanceOf(PortTaken);
    expect(deaths).toEqual([]);
  });

  it('gives up on a server that never gets ready, and leaves nothing running', async () => {
    const failing = serverRunning(`setInterval(() => {}, 1000);`, { readyWithinMs: 300 }).start();
    await expect(failing).rejects.toThrow(/was not ready after 0.3 s/);
    expect(identifyProcess(pids[0]!)).toBeUndefined();
  });

  it('stops starting when it is told to', async () => {
    const abort = new AbortController();
    const starting = serverRunning(`setInterval(() => {}, 1000);`).start(abort.signal);
    abort.abort(new Error('interrupted'));
    await expect(starting).rejects.toThrow('interrupted');
    expect(identifyProcess(pids[0]!)).toBeUndefined();
  });

  it('tries again while the rest of a killed predecessor goes away', async () => {
    const marker = JSON.stringify(join(folder, 'gone'));
    const script = `const fs = require('fs');
      if (!fs.existsSync(${marker})) { fs.writeFileSync(${marker}, ''); console.log('still in use'); process.exit(1); }
      ${STAYS}`;
    await serverRunning(script, { predecessorAlive: /still in use/ }).start();
    expect(pids).toHaveLength(2);
  });

  it('reports an end that nobody asked for, and can be started again', async () => {
    await serverRunning(STAYS).start();
    process.kill(pids[0]!, 'SIGKILL');
    expect(await pollUntil(() => deaths.length > 0, { withinMs: 5_000 })).toBe(true);
    expect(deaths[0]).toMatch(/Kafka ended by itself \(SIGKILL\); its log: .*kafka\.log/);
    await server.start();
    expect(pids).toHaveLength(2);
  });
});
