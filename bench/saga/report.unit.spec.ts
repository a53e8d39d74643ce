import { describe, expect, it } from '@jest/globals';
import { figuresOf } from '../lib/figures.ts';
import { PEERS, type Peer } from './peers.ts';
import { renderTables, renderVerdict, type Reported } from './report.ts';
import { cpuOf } from './side-by-side.ts';

const peer = (name: string): Peer => PEERS.find((each) => each.name === name)!;

const found = (name: string, p50: number, perSecond: number): Reported => ({
  peer: peer(name),
  tasksMs: [0, 0, 0],
  rates: [{ perSecond: 10, resolved: figuresOf([p50], 1), difference: figuresOf([2], 1) }],
  perSecond,
  cpuMs: 3,
  missing: 0,
  repeated: 0,
});

describe('the verdict', () => {
  it('is that Troupe is ahead where it is in the median and in sagas a second', () => {
    expect(renderVerdict([found('troupe', 5, 900), found('restate', 16, 200)])).toMatch(/^Troupe is ahead/);
  });

  it('names whom it is behind, and in what', () => {
    const all = [found('troupe', 5, 900), found('dbos', 4, 200), found('bullmq-always', 6, 950)];
    expect(renderVerdict(all)).toBe(
      'Troupe is behind DBOS, steps in its process in the median at 10/s, BullMQ, appendfsync always in sagas/s.',
    );
  });

  it('is behind at a rate that Troupe could not keep up with', () => {
    const own = { ...found('troupe', 5, 900), rates: [] };
    expect(renderVerdict([own, found('restate', 16, 200)])).toMatch(/behind Restate in the median at 10\/s/);
  });

  it('leaves out who is less durable, and says nothing where nobody is left', () => {
    expect(renderVerdict([found('troupe', 5, 900), found('nestjs', 1, 9_000)])).toBeUndefined();
  });
});

describe('the tables', () => {
  it('are one for each class of durability, and say which rates were too much', () => {
    const tables = renderTables([found('troupe', 5, 900), found('nestjs', 8, 500)], [10, 50]);
    expect(tables.match(/^Durability: .*$/gm)).toEqual(['Durability: fsync for each step', 'Durability: page cache']);
    expect(tables).toMatch(/\| NestJS Kafka \|\s+8\.0 \/ 8\.0 \|\s+overloaded \|\s+2\.0 \/ 2\.0 \|\s+– \|/);
  });
});

describe('the CPU of a saga', () => {
  it('is that of all processes of its system, without servers that it does not use', () => {
    const cpu = new Map([
      ['load', 100],
      ['dbos.peer', 200],
      ['PostgreSQL', 300],
      ['Kafka', 50],
    ]);
    expect(cpuOf(peer('dbos'), { cpu }, 100).each).toBe(6);
  });
});
