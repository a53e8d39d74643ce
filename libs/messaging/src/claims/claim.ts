import { TroupeError } from '@troupe/contracts';

/** What stands in a record for bytes that are too large for one. */
export interface Claim {
  /** SHA-256 of the bytes, in hex. */
  readonly digest: string;
  /** How many bytes. */
  readonly size: number;
  /** The UTC day that they were put under, as YYYY-MM-DD: they are forgotten a day at a time. */
  readonly day: string;
}

/**
 * Where bytes are checked in and out. What was put is kept at least as long as a record that refers to it can be read.
 * A port: what stands behind it is Postgres, and may be an object store.
 */
export interface ClaimStore {
  /** Keeps the bytes; resolves when they are kept for good. The same again changes nothing. @throws TroupeError DATABASE_UNAVAILABLE */
  put(claim: Claim, bytes: Buffer): Promise<void>;
  /** Keeps for ever, under `KEPT_DAY`, what is kept under this claim. Whether there was anything. @throws TroupeError DATABASE_UNAVAILABLE */
  keep(claim: Claim): Promise<boolean>;
  /** What is kept under this claim; undefined when nothing is. @throws TroupeError DATABASE_UNAVAILABLE */
  get(claim: Claim): Promise<Buffer | undefined>;
}

/** The day of what is never forgotten: what stands in a log of dead letters. */
export const KEPT_DAY = '9999-12-31';

/** The largest event that can be claimed, in bytes: whoever reads it holds it in memory. */
export const LARGEST_CLAIM = 64 * 1_048_576;

/** The first byte of a value that is a claim. The wire format's is 0, so neither is ever taken for the other. */
const MAGIC = 1;

/** Whether a value stands for another. */
export const isClaim = (value: Buffer | null): value is Buffer => value?.[0] === MAGIC;

/** A claim as the value of a record: a byte 1, then JSON, so that people and tools can read where the data is. */
export const claimToValue = ({ digest, size, day }: Claim): Buffer =>
  Buffer.concat([Buffer.of(MAGIC), Buffer.from(JSON.stringify({ claim: `sha256:${digest}`, size, day }))]);

const LONGEST_VALUE = 1_000;

const read = (text: string): Partial<Record<string, unknown>> => {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null ? { ...json } : {};
  } catch {
    return {};
  }
};

/** Reads a value that `isClaim` holds for. @throws TroupeError BYTES_UNDECODABLE when it is none all the same */
export const claimFromValue = (value: Buffer): Claim => {
  const { claim, size, day } = read(value.length > LONGEST_VALUE ? '' : value.toString('utf8', 1));
  const digest = typeof claim === 'string' ? /^sha256:([0-9a-f]{64})$/.exec(claim)?.[1] : undefined;
  const isSized = typeof size === 'number' && Number.isSafeInteger(size) && size > 0 && size <= LARGEST_CLAIM;
  if (digest !== undefined && isSized && typeof day === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(day))
    return { digest, size, day };
  throw new TroupeError(
    'BYTES_UNDECODABLE',
    'the value begins like a claim and is none: a byte 1, then {"claim":"sha256:…","size":…,"day":"YYYY-MM-DD"}',
  );
};
