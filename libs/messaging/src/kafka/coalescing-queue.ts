import type { OutgoingRecord } from '../ports.ts';

/** A record with the partition that its key gives it. */
export interface PlacedRecord {
  readonly record: OutgoingRecord;
  readonly partition: number;
}

/** One record on its way. */
export interface Waiting extends PlacedRecord {
  readonly bytes: number;
  readonly call: Call;
}

/** One call of `publish`: it ends when its last record is written, or when one of them is given up. */
export interface Call {
  /** When to give up, in milliseconds of the queue's clock. */
  readonly untilMs: number;
  written(): void;
  failed(error: Error): void;
}

/** How much one request may carry. */
export interface RequestBounds {
  readonly records: number;
  /** Of keys, values and headers; a single record that is larger goes alone. */
  readonly bytes: number;
}

/** What waits to be written, in order. It decides what goes into the next request, and knows nothing of Kafka. */
export interface CoalescingQueue {
  /** Resolves when every record has been reported written. Its order is the order in which calls were made. */
  add(records: readonly PlacedRecord[], untilMs: number): Promise<void>;
  /** Takes everything that waits, up to the bounds of one request. */
  take(): readonly Waiting[];
  readonly size: number;
}

/** A queue that coalesces: whatever waits goes together. It is bounded by those who wait for their calls. */
export const createCoalescingQueue = (bounds: RequestBounds): CoalescingQueue => {
  let waiting: Waiting[] = [];
  return {
    add: (records, untilMs) =>
      new Promise((resolve, reject) => {
        const call = createCall({ records: records.length, untilMs, resolve, reject });
        for (const placed of records) waiting.push({ ...placed, bytes: bytesOf(placed.record), call });
      }),
    take: () => {
      const count = countWithin(waiting, bounds);
      const taken = waiting.slice(0, count);
      waiting = waiting.slice(count);
      return taken;
    },
    get size() {
      return waiting.length;
    },
  };
};

interface CallOptions {
  readonly records: number;
  readonly untilMs: number;
  resolve(): void;
  reject(error: Error): void;
}

const createCall = ({ records, untilMs, resolve, reject }: CallOptions): Call => {
  let left = records;
  return {
    untilMs,
    written: () => {
      left -= 1;
      if (left === 0) resolve();
    },
    failed: reject,
  };
};

const countWithin = (waiting: readonly Waiting[], bounds: RequestBounds): number => {
  let bytes = 0;
  const within = waiting.findIndex((record, index) => {
    bytes += record.bytes;
    return index > 0 && (index >= bounds.records || bytes > bounds.bytes);
  });
  return within === -1 ? waiting.length : within;
};

/** What a record adds to a request besides its parts: lengths, offsets, the batch's share. */
const RECORD_OVERHEAD = 32;

const bytesOf = ({ key, value, headers }: OutgoingRecord): number => {
  let bytes = RECORD_OVERHEAD + Buffer.byteLength(key) + (value?.length ?? 0);
  for (const [name, text] of Object.entries(headers)) bytes += name.length + Buffer.byteLength(text) + 2;
  return bytes;
};
