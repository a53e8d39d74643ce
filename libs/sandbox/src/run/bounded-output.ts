import type { Readable } from 'node:stream';

/** What a stream said, up to a bound. */
export interface BoundedOutput {
  /** As text; what is no UTF-8 is replaced. */
  text(): string;
}

/** Reads a stream to its end, keeps at most `bytes`, and says once that there is more. */
export const readBounded = (stream: Readable, bytes: number, tooMuch: () => void): BoundedOutput => {
  const chunks: Buffer[] = [];
  let room = bytes;
  stream.on('data', (chunk: Buffer) => {
    if (chunk.length > room) tooMuch();
    if (room > 0) chunks.push(chunk.subarray(0, room));
    room = Math.max(0, room - chunk.length);
  });
  // A run that is killed resets its pipes.
  stream.on('error', () => undefined);
  return { text: () => Buffer.concat(chunks).toString() };
};
