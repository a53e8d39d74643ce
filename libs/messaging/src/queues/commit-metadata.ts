import type { OffsetRange } from './watermark.ts';

/** Begins the metadata of our commits: anything else there (an operator's tool, another client) means nothing to us. */
const FORMAT = 't1:';

/** The broker's default limit (offset.metadata.max.bytes), in characters. */
const LIMIT = 4_096;

/** Base64 makes 4 characters of 3 bytes. */
const BYTES = Math.floor((LIMIT - FORMAT.length) / 4) * 3;

/**
 * The offsets that are dealt with above a committed offset, as text for the commit's metadata: lengths of alternating
 * runs (not dealt with, dealt with, …) from the committed offset on. What does not fit is left out and will be redone.
 */
export const encodeCompleted = (committed: number, completed: readonly OffsetRange[]): string => {
  const bytes: number[] = [];
  let at = committed;
  for (const { from, to } of completed) {
    const run = [...varint(from - at), ...varint(to - from)];
    if (bytes.length + run.length > BYTES) break;
    bytes.push(...run);
    at = to;
  }
  return bytes.length === 0 ? '' : FORMAT + Buffer.from(bytes).toString('base64');
};

/** Reads what `encodeCompleted` wrote; text that it did not write means that nothing is completed. */
export const decodeCompleted = (committed: number, metadata: string | null): readonly OffsetRange[] => {
  if (metadata?.startsWith(FORMAT) !== true) return [];
  const lengths = readVarints(Buffer.from(metadata.slice(FORMAT.length), 'base64'));
  const ranges: OffsetRange[] = [];
  let at = committed;
  for (let index = 0; index + 1 < lengths.length; index += 2) {
    const from = at + (lengths[index] ?? 0);
    at = from + (lengths[index + 1] ?? 0);
    ranges.push({ from, to: at });
  }
  return ranges;
};

/** Seven bits a byte, lowest first; the eighth says that more follow. Arithmetic, since bit operators end at 2^31. */
const varint = (value: number): readonly number[] =>
  value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];

const readVarints = (bytes: Buffer): readonly number[] => {
  const values: number[] = [];
  let value = 0;
  let scale = 1;
  for (const byte of bytes) {
    value += (byte % 128) * scale;
    scale *= 128;
    if (byte >= 128) continue;
    values.push(value);
    [value, scale] = [0, 1];
  }
  return values;
};
