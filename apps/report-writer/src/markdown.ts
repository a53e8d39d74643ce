/** What Markdown would take for its own, and what would break a line or a table. */
const SPECIAL = /[\\`*_{}[\]()#+!<>|~&]/g;

/** Text from outside, as it stands. */
export const escaped = (text: string): string => text.replaceAll(/\s+/g, ' ').replaceAll(SPECIAL, String.raw`\$&`);

/** A table with its head, each cell as it is. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
