import type { Readable } from 'node:stream';

/** The lines of a stream, one after the other. */
export interface AnswerLines {
  /** The next line; undefined when the stream ends before it does. */
  next(): Promise<string | undefined>;
}

/** Reads lines. `tooMuch` is told once more than `bytes` came that nobody has taken. */
export const readAnswerLines = (stream: Readable, bytes: number, tooMuch: () => void): AnswerLines => {
  const lines: string[] = [];
  let rest = '';
  let untaken = 0;
  let over = false;
  let wake = (): void => undefined;
  const end = (): void => {
    over = true;
    wake();
  };
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    untaken += text.length;
    if (untaken > bytes) return tooMuch();
    const [...parts] = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
    wake();
  });
  stream.on('end', end).on('error', end).on('close', end);
  return {
    next: async () => {
      while (lines.length === 0 && !over) await new Promise<void>((resolve) => (wake = resolve));
      const line = lines.shift();
      untaken -= line?.length ?? 0;
      return line;
    },
  };
};
