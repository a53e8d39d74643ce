import { describe, expect, it } from '@jest/globals';
import { cpuBetween, nameOf, parseStat } from './cpu.ts';

describe('the CPU of a process', () => {
  it('counts what it and its ended children used, whatever its command is called', () => {
    const stat = `42 (a b) c) S 7 42 42 0 -1 4194304 1 2 3 4 100 20 3 1 20 0 9 0 1 2 3`;
    expect(parseStat(stat)).toEqual({ pid: 42, parent: 7, ms: 1_240 });
  });

  it('is what was used between two readings, the most first', () => {
    const before = new Map([['Kafka', 1_000]]);
    const after = new Map([
      ['Kafka', 1_250],
      ['gateway', 900],
    ]);
    expect([...cpuBetween(before, after)]).toEqual([
      ['gateway', 900],
      ['Kafka', 250],
    ]);
  });
});

describe('a process', () => {
  it.each([
    ['gateway', ['/usr/bin/node', '/repo/apps/gateway/src/main.ts', '']],
    ['by-hand.worker', ['node', '/repo/bench/saga/by-hand/by-hand.worker.ts', '']],
    ['Kafka', ['/usr/bin/java', '-Xmx512m', 'kafka.Kafka', 'server.properties']],
    ['registry', ['java', '-jar', 'apicurio.jar']],
    ['PostgreSQL', ['postgres: troupe postgres 127.0.0.1(1) idle']],
  ])('is called %s', (name, command) => expect(nameOf(command)).toBe(name));
});
