import { TroupeError } from './errors.ts';

const UNITS = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** A length of time with its unit, as people write it: `'500ms'`, `'30s'`, `'2m'`, `'1h'`, `'30d'`. */
export type Duration = `${number}${keyof typeof UNITS}`;

/** A duration in milliseconds. @throws TroupeError CONFIG_INVALID when it is not a number followed by a unit. */
export const durationMs = (duration: string): number => {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(duration);
  const [, amount, unit] = match ?? [];
  if (amount === undefined || unit === undefined)
    throw new TroupeError(
      'CONFIG_INVALID',
      `'${duration}' is not a duration: write a number and a unit, such as '30s'`,
    );
  // The pattern admits these units only.
  return Number(amount) * UNITS[unit as keyof typeof UNITS];
};

/** Whether a text is a duration longer than nothing. */
export const isDuration = (text: string): boolean => {
  try {
    return durationMs(text) > 0;
  } catch {
    return false;
  }
};
