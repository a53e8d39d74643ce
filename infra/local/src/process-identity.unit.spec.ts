import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { identifyProcess, isRunning } from './process-identity.ts';

describe('identifyProcess', () => {
  it('gives the same answer about a process whenever it is asked', () => {
    expect(identifyProcess(process.pid)).toEqual(identifyProcess(process.pid));
    expect(isRunning(identifyProcess(process.pid)!)).toBe(true);
  });

  it('knows a process that ended', async () => {
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], { stdio: ['pipe', 'ignore', 'ignore'] });
    const ref = identifyProcess(child.pid!)!;
    expect(isRunning(ref)).toBe(true);
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
    expect(isRunning(ref)).toBe(false);
    expect(identifyProcess(ref.pid)).toBeUndefined();
  });

  it('does not take a later process with the same pid for it', () => {
    expect(isRunning({ pid: process.pid, startedAt: 'some other time' })).toBe(false);
  });
});
