const BYTES = '$bytes';

const isBytes = (value: unknown): value is { readonly [BYTES]: string } =>
  typeof value === 'object' && value !== null && BYTES in value && typeof value[BYTES] === 'string';

// JSON.stringify hands over what toJSON made of a value; the value itself is where it came from.
function replacer(this: unknown, key: string, value: unknown): unknown {
  const given = (this as Readonly<Record<string, unknown>>)[key];
  return Buffer.isBuffer(given) ? { [BYTES]: given.toString('base64') } : value;
}

/** A NUL, escaped by an odd number of backslashes: no text of Postgres can hold it. */
const NUL = /(?<!\\)((?:\\\\)*)\\u0000/g;

const holdsBytes = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (Buffer.isBuffer(value) || (Array.isArray(value) ? value : Object.values(value)).some(holdsBytes));

/** Values as JSON that Postgres takes: bytes in base64, NULs replaced. */
export const toStoredJson = (value: unknown): string => {
  // A replacer is called for every value there is, and bytes are rare.
  const text = holdsBytes(value) ? JSON.stringify(value, replacer) : JSON.stringify(value);
  return text.includes(String.raw`\u0000`) ? text.replaceAll(NUL, '$1\\ufffd') : text;
};

/** Data as it was before it was stored. */
export const revive = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(revive);
  if (isBytes(value)) return Buffer.from(value[BYTES], 'base64');
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, revive(each)]));
};
