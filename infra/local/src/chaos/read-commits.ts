import { connectKafka } from '@troupe/messaging';
import { decodeCompleted, type OffsetRange } from '@troupe/messaging/parts';
import type { StackPlace } from '@troupe/testing';

/** One commit of an offset, as the broker keeps it. */
export interface OffsetCommit {
  /** Without the prefix of the place, as is the topic. */
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  /** Everything below was dealt with, says whoever committed it. */
  readonly offset: number;
  /** So was this above it. */
  readonly completed: readonly OffsetRange[];
  readonly committedMs: number;
}

/** Reads big-endian fields one after the other. */
const createCursor = (bytes: Buffer) => {
  let at = 0;
  const skip = (length: number): number => {
    at += length;
    return at - length;
  };
  const short = (): number => bytes.readInt16BE(skip(2));
  const textOf = (length: number): string => {
    const from = skip(length);
    return bytes.toString('utf8', from, from + length);
  };
  /** Seven bits a byte, lowest first; the eighth says that more follow. */
  const varint = (): number => {
    const byte = bytes.readUInt8(skip(1));
    return byte < 128 ? byte : byte - 128 + 128 * varint();
  };
  return {
    short,
    int: (): number => bytes.readInt32BE(skip(4)),
    long: (): number => Number(bytes.readBigInt64BE(skip(8))),
    text: (): string => textOf(short()),
    compactText: (): string => textOf(varint() - 1),
  };
};

/** Of the records in which the broker keeps offsets these are commits; the others describe groups. */
const COMMIT_KEYS = [0, 1];
/** The form that Kafka 4.2 writes, which says who led the partition between offset and metadata. */
const VALUE_FORM = 4;

const parseKey = (key: Buffer): Pick<OffsetCommit, 'group' | 'topic' | 'partition'> | undefined => {
  const cursor = createCursor(key);
  if (!COMMIT_KEYS.includes(cursor.short())) return undefined;
  return { group: cursor.text(), topic: cursor.text(), partition: cursor.int() };
};

const parseValue = (value: Buffer): Pick<OffsetCommit, 'offset' | 'completed' | 'committedMs'> => {
  const cursor = createCursor(value);
  const form = cursor.short();
  if (form !== VALUE_FORM) throw new Error(`Offsets are kept in form ${form}, which the auditor cannot read`);
  const offset = cursor.long();
  cursor.int();
  const completed = decodeCompleted(offset, cursor.compactText());
  return { offset, completed, committedMs: cursor.long() };
};

/** Parses one record of the broker's own log of offsets; undefined for what is no commit. */
export const parseCommit = (key: Buffer, value: Buffer | null): OffsetCommit | undefined => {
  const place = parseKey(key);
  return place === undefined || value === null ? undefined : { ...place, ...parseValue(value) };
};

const OFFSETS_TOPIC = '__consumer_offsets';

/** Every commit of every group of a place, in the order of each group: the broker's own log of offsets says so. */
export const readCommits = async ({
  kafkaBrokers: brokers,
  prefix,
  partitions,
}: StackPlace): Promise<readonly OffsetCommit[]> => {
  const messaging = connectKafka({ brokers, clientId: 'auditor', prefix: '', partitions });
  const reader = messaging.reader();
  const commits: OffsetCommit[] = [];
  try {
    for (const [partition, { from, to }] of await reader.held(OFFSETS_TOPIC))
      for await (const { key, value } of reader.read({ topic: OFFSETS_TOPIC, partition, from, to })) {
        const commit = key === null ? undefined : parseCommit(Buffer.from(key), value);
        if (commit?.group.startsWith(prefix) !== true) continue;
        const strip = (name: string): string => name.slice(prefix.length);
        commits.push({ ...commit, group: strip(commit.group), topic: strip(commit.topic) });
      }
  } finally {
    await messaging.close();
  }
  return commits;
};
