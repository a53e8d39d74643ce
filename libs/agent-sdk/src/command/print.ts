/** From a terminal's point of view nothing in an event is trusted: control characters are shown, not sent. */
export const plain = (text: string): string =>
  text.replace(/[\u0000-\u001f\u007f-\u009f]/g, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`);

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const;

/** A time span in its two largest units. */
export const spanOf = (ms: number): string => {
  let rest = Math.max(0, ms);
  const parts = UNITS.map(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return { unit, count };
  });
  const first = parts.findIndex(({ count }) => count > 0);
  if (first === -1) return `${Math.round(rest)}ms`;
  return parts
    .slice(first, first + 2)
    .filter(({ count }, nth) => nth === 0 || count > 0)
    .map(({ unit, count }) => `${count}${unit}`)
    .join('');
};

/** Rows as columns that are as wide as they have to be. */
export const tableOf = (rows: readonly (readonly string[])[]): readonly string[] => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
};
