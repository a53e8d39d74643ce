/** A number of milliseconds where specs write their time limits: of the file, of a test or hook, of a wait. */
const LIMIT = /(?:jest\.setTimeout\(|^ *\}, |timeoutMs: )(\d[\d_]*)/gm;

/** How much time a spec file asks for, in ms: the sum of the time limits in its text. A short one asks for none. */
export const timeAllowedMs = (spec: string): number =>
  [...spec.matchAll(LIMIT)].reduce((sum, [, limit = '0']) => sum + Number(limit.replaceAll('_', '')), 0);
