import { createHmac } from 'node:crypto';

/** What a body is signed with. */
export interface Signing {
  readonly secret: string;
  /** When it is sent, in seconds since 1970 UTC: whoever checks it refuses what is old. */
  readonly timestamp: number;
}

/**
 * The signature of a body, as Slack signs its own requests: `v0=` and the HMAC-SHA256, in hex, of `v0:<timestamp>:<body>`.
 */
export const signatureOf = (body: string, { secret, timestamp }: Signing): string =>
  `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
