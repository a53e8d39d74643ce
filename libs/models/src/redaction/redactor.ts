import { PLACEHOLDER, PRIVATE_PATTERNS, type PrivateKind } from './patterns.ts';

/** Puts placeholders for what is private, and takes them back out. */
export interface Redactor {
  /** The same value gets the same placeholder wherever it stands: a model can still tell one person from another. */
  hide(text: string): string;
  /** Puts back what stands behind placeholders, in every text within a value. */
  restore<Value>(value: Value): Value;
  /** The same in a text that is JSON, whole or not. */
  restoreJson(json: string): string;
}

/** Remembers, for one question, what stands behind which placeholder. */
export const createRedactor = (): Redactor => {
  const placeholders = new Map<string, string>();
  const originals = new Map<string, string>();
  const counts = new Map<PrivateKind, number>();
  const placeholderOf = (kind: PrivateKind, original: string): string => {
    const known = placeholders.get(original);
    if (known !== undefined) return known;
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    const placeholder = `[${kind}-${count}]`;
    placeholders.set(original, placeholder);
    originals.set(placeholder, original);
    return placeholder;
  };
  const restoreText = (text: string): string => text.replaceAll(PLACEHOLDER, (found) => originals.get(found) ?? found);
  const restore = (value: unknown): unknown => {
    if (typeof value === 'string') return restoreText(value);
    if (Array.isArray(value)) return value.map(restore);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, restore(inner)]));
  };
  return {
    hide: (text) => hideWith(text, placeholderOf),
    // The same shape, with other texts in it.
    restore: <Value>(value: Value) => restore(value) as Value,
    restoreJson: (json) =>
      json.replaceAll(PLACEHOLDER, (found) => JSON.stringify(originals.get(found) ?? found).slice(1, -1)),
  };
};

/** A text without anything private, for a log: what was there cannot be told any more. */
export const redact = (text: string): string =>
  hideWith(text, (kind, found) => (kind === 'literal' ? found : `[${kind}]`));

type Replace = (kind: PrivateKind, found: string) => string;

/** Replaces what one pattern finds, and looks for the others only in what is left. */
const hideWith = (text: string, replace: Replace, from = 0): string => {
  const entry = PRIVATE_PATTERNS[from];
  if (entry === undefined) return text;
  const { kind, pattern, isOne = () => true } = entry;
  let hidden = '';
  let at = 0;
  for (const { index, 0: found } of text.matchAll(pattern)) {
    if (!isOne(found)) continue;
    hidden += hideWith(text.slice(at, index), replace, from + 1) + replace(kind, found);
    at = index + found.length;
  }
  return hidden + hideWith(text.slice(at), replace, from + 1);
};
