import { TroupeError } from '@troupe/contracts';
import { open, type FileHandle } from 'node:fs/promises';
import { refusal, type Entry, type Reader } from './entry.ts';
import type { FileFeed } from './feeds.ts';
import { columnsIn, csvLine, jsonLine, type Columns, type Line } from './parse-lines.ts';

/** How far a file was read. */
export interface FilePosition {
  /** In bytes. */
  readonly offset: number;
  /** Lines that lie before it. */
  readonly line: number;
  /** Of CSV, once its header was read. */
  readonly columns?: Columns;
  /** Whether the rest of a line that is too long comes next. */
  readonly skipping?: true;
}

/** The longest line that is read; also how much is read at once. */
const LONGEST_LINE = 65_536;
const NEWLINE = 0x0a;
const BEGINNING: FilePosition = { offset: 0, line: 0 };

/** Up to one longest line of a file from an offset on. A file that has become shorter was replaced: it is begun anew. */
const readChunk = async (
  file: FileHandle,
  position: FilePosition,
): Promise<{ readonly chunk: Buffer; readonly from: FilePosition }> => {
  const { size } = await file.stat();
  const from = size < position.offset ? BEGINNING : position;
  const buffer = Buffer.alloc(LONGEST_LINE);
  const { bytesRead } = await file.read(buffer, 0, LONGEST_LINE, from.offset);
  return { chunk: buffer.subarray(0, bytesRead), from };
};

const lineOf = (feed: FileFeed, text: string, at: FilePosition): Line | Columns | undefined => {
  if (text.trim() === '') return undefined;
  const item = String(at.line);
  if (feed.kind === 'jsonl') return jsonLine(item, text);
  if (at.columns !== undefined) return csvLine(item, text, at.columns);
  const columns = columnsIn(text, feed.columns);
  if (columns !== undefined) return columns;
  throw new TroupeError(
    'CONFIG_INVALID',
    `${feed.path} begins with no header that names "${feed.columns.at}" and "${feed.columns.value}": name its columns in the feed.`,
  );
};

/** The lines that end within a chunk. What comes behind the last of them is read again when more is there. */
const linesIn = (feed: FileFeed, chunk: Buffer, from: FilePosition) => {
  const entries: Entry<FilePosition>[] = [];
  let position = from;
  for (let start = 0, end = chunk.indexOf(NEWLINE); end >= 0; start = end + 1, end = chunk.indexOf(NEWLINE, start)) {
    const { skipping, ...before } = position;
    position = { ...before, offset: from.offset + end + 1, line: skipping ? before.line : before.line + 1 };
    const line = skipping ? undefined : lineOf(feed, chunk.toString('utf8', start, end).replace(/\r$/, ''), position);
    if (line === undefined) continue;
    if ('at' in line) position = { ...position, columns: line };
    else entries.push({ ...line, after: position });
  }
  return { entries, position };
};

/** What to do about a chunk that no line ends in: nothing until it is full, then it is left out to the end of its line. */
const overlong = (chunk: Buffer, from: FilePosition) => {
  if (chunk.length < LONGEST_LINE) return { entries: [], position: from };
  const position: FilePosition = {
    ...from,
    offset: from.offset + chunk.length,
    line: from.skipping ? from.line : from.line + 1,
    skipping: true,
  };
  if (from.skipping) return { entries: [], position };
  const refused = refusal(
    String(position.line),
    chunk.toString('utf8', 0, 4_000),
    `is longer than ${LONGEST_LINE} bytes`,
  );
  return { entries: [{ refused, after: position }], position };
};

/** Reads the lines of a file, also while it grows. A line is read once its end is there. */
export const fileReader = (feed: FileFeed): Reader<FilePosition> => ({
  read: async (position = BEGINNING) => {
    const file = await open(feed.path);
    try {
      const { chunk, from } = await readChunk(file, position);
      const lines = chunk.includes(NEWLINE) ? linesIn(feed, chunk, from) : overlong(chunk, from);
      return { ...lines, more: chunk.length === LONGEST_LINE };
    } finally {
      await file.close();
    }
  },
});
