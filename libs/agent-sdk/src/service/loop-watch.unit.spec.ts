import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { createMetrics } from '@troupe/observability';
import { eventually } from '@troupe/testing';
import { pino } from 'pino';
import { work as spin } from '../workers/spin.fixture.ts';
import { createLoopWatch } from './loop-watch.ts';

const watched = (limitMs: number) => {
  const lines: unknown[] = [];
  const log = pino({ level: 'warn' }, { write: (line) => void lines.push(JSON.parse(line)) });
  const metrics = createMetrics('spec');
  return { lines, metrics, watch: createLoopWatch({ agent: 'fraud-agent', log, metrics, limitMs }) };
};

describe('the watch over the event loop', () => {
  it('names the agent and the events that were handled while the loop stood still', async () => {
    const { lines, metrics, watch } = watched(100);
    await watch.during('order.verified', async () => {
      await delay(1);
      spin({ ms: 400 });
    });
    await eventually(() =>
      expect(lines).toMatchObject([{ agent: 'fraud-agent', types: ['order.verified'], level: 40 }]),
    );
    expect(lines[0]).toMatchObject({ blockedMs: expect.any(Number) });
    expect(await metrics.registry.metrics()).toMatch(/event_loop_blocked_seconds_count\{[^}]*\} [1-9]/);
  });

  it('says nothing of what only waits, and looks no more when nothing is handled', async () => {
    // A busy machine may keep any process from running for a while.
    const { lines, watch } = watched(5_000);
    expect(await watch.during('order.verified', () => delay(100, 'done'))).toBe('done');
    await delay(50);
    spin({ ms: 50 });
    expect(lines).toEqual([]);
  });

  it('passes on what goes wrong', async () => {
    const { watch } = watched(100);
    await expect(watch.during('order.verified', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  });
});
