import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readLedger } from './ledger.ts';
import { createTask, payloadOf, taskMs } from './task.ts';

describe('a task', () => {
  it('takes what its payload of 200 bytes says, a tenth more or less, by seed', () => {
    const payload = payloadOf([40, 20, 10]);
    expect(payload).toHaveLength(200);
    const first = Array.from({ length: 200 }, (_, index) => taskMs(`s-${index}`, 'first', payload));
    expect(Math.min(...first)).toBeGreaterThanOrEqual(36);
    expect(Math.max(...first)).toBeLessThanOrEqual(44);
    expect(new Set(first).size).toBeGreaterThan(100);
    expect(taskMs('s-7', 'first', payload)).toBe(first[7]);
    expect(taskMs('s-7', 'third', payload)).toBeLessThanOrEqual(11);
  });

  it('takes no time where there is nothing to do', () => {
    expect(taskMs('s-1', 'accept', payloadOf([40, 20, 10]))).toBe(0);
    expect(taskMs('s-1', 'first', payloadOf([0, 0, 0]))).toBe(0);
  });

  it('leaves one line in the ledger, and hands on 200 bytes', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'task-'));
    const task = createTask(join(folder, 'ledger'));
    expect(await task('s-1', 'second', payloadOf([0, 0, 0]))).toHaveLength(200);
    const effects = readLedger(readFileSync(join(folder, 'ledger'), 'utf8'));
    expect(effects.get('s-1')).toMatchObject({ steps: 1, repeated: 0 });
    rmSync(folder, { recursive: true });
  });
});
