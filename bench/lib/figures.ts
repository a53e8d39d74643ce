/** Percentiles of a set of latencies in milliseconds; what never arrived counts as infinite. */
export interface Figures {
  readonly count: number;
  readonly missing: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly p999: number;
}

/** Figures of what arrived, and of what was expected: an answer that is missing is later than any other. */
export const figuresOf = (latenciesMs: readonly number[], expected: number): Figures => {
  const missing = Math.max(0, expected - latenciesMs.length);
  const sorted = [...latenciesMs].sort((a, b) => a - b);
  const at = (q: number): number => sorted[Math.max(0, Math.ceil(expected * q) - 1)] ?? Number.POSITIVE_INFINITY;
  return { count: latenciesMs.length, missing, p50: at(0.5), p95: at(0.95), p99: at(0.99), p999: at(0.999) };
};

/** A figure for people: milliseconds with two decimals. */
export const ms = (value: number): string => (Number.isFinite(value) ? value.toFixed(2) : '∞').padStart(8);

/** Rows of cells as a table of Markdown that can be read as it is: the first row is the head. */
export const renderMarkdown = (rows: readonly (readonly string[])[]): string => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const pad = (cell: string, column: number): string =>
    column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
  const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  const [head = [], ...body] = rows.map((row) => row.map(pad));
  return [head, rule, ...body].map(line).join('\n');
};

/** Rows of cells as a table: the first column to the left, the others to the right. */
export const renderTable = (rows: readonly (readonly string[])[]): string => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const pad = (cell: string, column: number): string =>
    column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
  return rows.map((row) => row.map(pad).join('  ')).join('\n');
};
