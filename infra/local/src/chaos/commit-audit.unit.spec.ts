import { describe, expect, it } from '@jest/globals';
import { HEADERS, type IncomingRecord } from '@troupe/messaging';
import { auditCommits } from './commit-audit.ts';
import { parseCommit, type OffsetCommit } from './read-commits.ts';

const record = (offset: number): IncomingRecord => ({
  topic: 'order.rejected',
  partition: 1,
  offset: BigInt(offset),
  key: 'c',
  value: null,
  headers: { [HEADERS.id]: `event-${offset}` },
  appendedMs: 0,
});

const RECORDS = [0, 1, 2, 3].map(record);

const commit = (offset: number, committedMs: number, completed: OffsetCommit['completed'] = []): OffsetCommit => ({
  group: 'fraud-agent',
  topic: 'order.rejected',
  partition: 1,
  offset,
  committedMs,
  completed,
});

/** Each event was decided a second after the one before. */
const DECIDED = new Map([['fraud-agent', new Map(RECORDS.map((_, offset) => [`event-${offset}`, offset * 1_000]))]]);

const checks = (commits: readonly OffsetCommit[]) => auditCommits(commits, RECORDS, DECIDED).map(({ check }) => check);

describe('the auditor of offsets', () => {
  it('finds nothing where each commit covers what was decided before it', () => {
    expect(checks([commit(1, 10), commit(2, 1_500), commit(2, 2_500, [{ from: 2, to: 3 }]), commit(4, 3_000)])).toEqual(
      [],
    );
  });

  it('finds a commit that goes back', () => {
    expect(checks([commit(2, 1_500), commit(1, 1_600)])).toEqual(['offsets-forward']);
  });

  it('finds a commit of what was not decided yet, below the offset or above it', () => {
    expect(checks([commit(3, 1_500)])).toEqual(['watermark']);
    expect(checks([commit(1, 1_500, [{ from: 3, to: 4 }])])).toEqual(['watermark']);
  });

  it('finds a commit of what was never decided', () => {
    const never = new Map([['fraud-agent', new Map([['event-0', 0]])]]);
    expect(auditCommits([commit(2, 9_000)], RECORDS, never)).toEqual([
      { check: 'watermark', what: 'fraud-agent in order.rejected/1: 2 was committed before 1 was decided' },
    ]);
  });
});

const text = (value: string): Buffer => Buffer.from([0, value.length, ...Buffer.from(value)]);
const int = (value: number): Buffer => Buffer.from([0, 0, 0, value]);
const long = (value: number): Buffer => Buffer.from([0, 0, 0, 0, 0, 0, 0, value]);

describe("a record of the broker's log of offsets", () => {
  const key = Buffer.concat([Buffer.from([0, 1]), text('fraud-agent'), text('order.rejected'), int(1)]);

  it('is a commit', () => {
    const value = Buffer.concat([Buffer.from([0, 4]), long(7), int(0), Buffer.from([1]), long(99), Buffer.from([0])]);
    expect(parseCommit(key, value)).toEqual(commit(7, 99));
  });

  it('is none when it describes a group, or takes a commit away', () => {
    expect(parseCommit(Buffer.from([0, 2, 0, 0]), Buffer.from([0, 3]))).toBeUndefined();
    expect(parseCommit(key, null)).toBeUndefined();
  });

  it('is refused in a form that is not known', () => {
    expect(() => parseCommit(key, Buffer.from([0, 9]))).toThrow(/kept in form 9/);
  });
});
