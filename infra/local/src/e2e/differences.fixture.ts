/** What is in one of two collections only, told in words. */
export const differences = (
  what: string,
  table: ReadonlyMap<string, string | number>,
  log: ReadonlyMap<string, string | number>,
): readonly string[] =>
  [...new Set([...table.keys(), ...log.keys()])]
    .filter((key) => table.get(key) !== log.get(key))
    .map(
      (key) => `${what} ${key}: ${table.get(key) ?? 'nothing'} in the table, ${log.get(key) ?? 'nothing'} in the log`,
    );
