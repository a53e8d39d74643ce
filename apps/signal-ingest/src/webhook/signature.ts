import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a delivery is signed over. */
export interface Delivery {
  readonly source: string;
  /** The bytes as they came. */
  readonly body: Buffer;
}

/** How far the clock of a sender may be off, and how long what was signed can be sent again. */
const TOLERANCE_MS = 300_000;
const SIGNATURE = /^t=(\d{1,11}),v1=([0-9a-f]{64})$/;

const hmacOf = (secret: string, { source, body }: Delivery, seconds: string): Buffer =>
  createHmac('sha256', secret).update(`${seconds}.${source}.`).update(body).digest();

/** What a sender puts into the header: when, in seconds since 1970, and the HMAC-SHA256 of that, the source and the body. */
export const sign = (secret: string, delivery: Delivery, nowMs: number): string => {
  const seconds = String(Math.floor(nowMs / 1_000));
  return `t=${seconds},v1=${hmacOf(secret, delivery, seconds).toString('hex')}`;
};

/** When a delivery was signed, in milliseconds since 1970; undefined where its signature is none, wrong, or too old. */
export const signedAt = (
  secret: string,
  delivery: Delivery,
  { header, nowMs }: { readonly header: string; readonly nowMs: number },
): number | undefined => {
  const [, seconds, hex] = SIGNATURE.exec(header) ?? [];
  if (seconds === undefined || hex === undefined) return undefined;
  if (!timingSafeEqual(Buffer.from(hex, 'hex'), hmacOf(secret, delivery, seconds))) return undefined;
  const atMs = Number(seconds) * 1_000;
  return Math.abs(nowMs - atMs) <= TOLERANCE_MS ? atMs : undefined;
};
