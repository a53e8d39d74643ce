/**
 * Why the gateway ends a WebSocket, closed: a code is added here and gets a row in docs/reference/errors.md. The value is the
 * code and the reason that the client is given. A frame that is too large ends with 1009, and with 1001 when an instance
 * stops.
 */
export const CLOSE_CODES = {
  FRAME_UNREADABLE: [4400, 'a frame could not be read'],
  SIGNED_OUT: [4401, 'signed out: sign in again'],
  TOO_SLOW: [4408, 'too slow: connect again, after the last position'],
  TOO_MANY_FRAMES: [4429, 'too many frames: connect again later'],
} as const satisfies Readonly<Record<string, readonly [code: number, reason: string]>>;

/** See `CLOSE_CODES`. */
export type CloseCause = keyof typeof CLOSE_CODES;

/** When an instance stops. */
export const GOING_AWAY = [1001, 'this instance stops: connect again'] as const;
