import { createHash } from 'node:crypto';
import { TroupeError, type EventDefinition } from '@troupe/contracts';
import type { Codec } from '../ports.ts';
import {
  claimFromValue,
  claimToValue,
  isClaim,
  KEPT_DAY,
  LARGEST_CLAIM,
  type Claim,
  type ClaimStore,
} from './claim.ts';

/** How large values are dealt with. */
export interface ClaimOptions {
  /** Absent for a service that has no place to keep them: it encodes large values as they are, and reads no claims. */
  readonly store?: ClaimStore;
  /** Values of more bytes are claimed. Default 256 KiB. */
  readonly above?: number;
  /** Told of every event that is kept and has more than half of the bytes that an event may have. Default: nobody is. */
  readonly onLarge?: (large: LargeEvent) => void;
  /** Milliseconds since 1970 UTC. Default: the system's clock. */
  readonly clock?: () => number;
}

/** An event that comes near to what is refused. */
export interface LargeEvent {
  readonly type: string;
  readonly bytes: number;
  /** How many are the most. */
  readonly most: number;
}

/** A quarter of what Kafka takes in one record by default. */
export const CLAIM_ABOVE = 262_144;

const digestOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

const refuseOversize = ({ type }: EventDefinition, bytes: number): void => {
  if (bytes <= LARGEST_CLAIM) return;
  throw new TroupeError(
    'EVENT_INVALID',
    `${type} would have ${bytes} bytes, and ${LARGEST_CLAIM} is the most: keep the data elsewhere and pass a reference`,
  );
};

const missing = ({ digest, day }: Claim, why: string): TroupeError =>
  new TroupeError('CLAIM_MISSING', `the data of this event, sha256:${digest} of ${day}, ${why}`, {
    details: { digest, day },
  });

const corrupt = ({ digest, size }: Claim, found: Buffer): TroupeError =>
  new TroupeError(
    'CLAIM_CORRUPT',
    `what is kept as sha256:${digest} with ${size} bytes is something else, with ${found.length}: restore the claim store`,
    { details: { digest } },
  );

const redeem = async (value: Buffer, store: ClaimStore | undefined): Promise<Buffer> => {
  const claim = claimFromValue(value);
  if (store === undefined) throw missing(claim, 'is in the claim store, and this service has none: set DATABASE_URL');
  const bytes = await store.get(claim);
  if (bytes === undefined) throw missing(claim, 'is not in the claim store: it was kept for as long as topics retain');
  if (bytes.length !== claim.size || digestOf(bytes) !== claim.digest) throw corrupt(claim, bytes);
  return bytes;
};

const claimOf = (bytes: Buffer, day: string): Claim => ({ digest: digestOf(bytes), size: bytes.length, day });

/** The claim that a value is; undefined for one that only begins like a claim. */
const claimIn = (value: Buffer): Claim | undefined => {
  try {
    return claimFromValue(value);
  } catch {
    return undefined;
  }
};

const keepClaimed = async (value: Buffer, store: ClaimStore): Promise<Buffer> => {
  const claim = claimIn(value);
  return claim !== undefined && (await store.keep(claim)) ? claimToValue({ ...claim, day: KEPT_DAY }) : value;
};

const outlast = async (value: Buffer | null, most: number, store: ClaimStore): Promise<Buffer | null> => {
  const large = value !== null && value.length > most && value.length <= LARGEST_CLAIM ? value : undefined;
  if (isClaim(value)) return keepClaimed(value, store);
  if (large === undefined) return value;
  const claim = claimOf(large, KEPT_DAY);
  await store.put(claim, large);
  return claimToValue(claim);
};

/** What an event may have grows by itself, a little with every release: told at the half, there is time to do something. */
const tellLarge = ({ type }: EventDefinition, bytes: number, { onLarge }: ClaimOptions): void => {
  if (bytes > LARGEST_CLAIM / 2) onLarge?.({ type, bytes, most: LARGEST_CLAIM });
};

/**
 * A codec whose large values are kept in a claim store, and stand as claims in their records. Neither who encodes nor who
 * decodes sees a difference. Bytes are kept before `encode` resolves, so before anything can refer to them.
 * Throws besides what the codec does: TroupeError EVENT_INVALID above 64 MiB · CLAIM_MISSING · CLAIM_CORRUPT ·
 * DATABASE_UNAVAILABLE
 */
export const withClaims = (codec: Codec, options: ClaimOptions): Codec => {
  const { store, above = CLAIM_ABOVE, clock = Date.now } = options;
  return {
    ...codec,
    encode: async (definition, data) => {
      const value = await codec.encode(definition, data);
      if (value.length <= above) return value;
      refuseOversize(definition, value.length);
      if (store === undefined) return value;
      const claim = claimOf(value, new Date(clock()).toISOString().slice(0, 10));
      await store.put(claim, value);
      tellLarge(definition, value.length, options);
      return claimToValue(claim);
    },
    decode: async (definition, value) => codec.decode(definition, isClaim(value) ? await redeem(value, store) : value),
    ...(store && { outlast: (value, most) => outlast(value, most, store) }),
  };
};
