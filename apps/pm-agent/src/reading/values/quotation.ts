const ESCAPED: Readonly<Record<string, string>> = { n: '\n', t: '\t' };

/** What stands between double quotation marks, with what a backslash says: `\n`, `\t`, or the letter itself. */
export const unescaped = (text: string): string =>
  text.replace(/\\(.)/g, (_escaped, letter: string) => ESCAPED[letter] ?? letter);

/** What stands between quotation marks; undefined when the text is not in them, or has others within. */
export const unquoted = (raw: string): string | undefined => {
  const text = raw.trim();
  const [, double, single, curly] = /^(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|“([^”]*)”)$/s.exec(text) ?? [];
  return double === undefined ? (single ?? curly) : unescaped(double);
};
