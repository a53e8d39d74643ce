import { SECRET_PATTERNS } from './secrets.ts';

/** What is not for a model, or a log. */
export type PrivateKind = 'email' | 'card' | 'phone' | 'key' | 'literal';

/** How one kind is found. */
export interface PrivatePattern {
  readonly kind: PrivateKind;
  readonly pattern: RegExp;
  /** Looks closer at what was found. Default: it is one. */
  readonly isOne?: (found: string) => boolean;
}

const digitsOf = (text: string): readonly number[] => Array.from(text.replaceAll(/\D/g, ''), Number);

/** Whether the last digit of a number is the check digit of the others, as on payment cards. */
export const passesLuhn = (text: string): boolean => {
  const digits = digitsOf(text).toReversed();
  const sum = digits
    .map((digit, index) => (index % 2 === 0 ? digit : digit * 2))
    .reduce((total, value) => total + (value > 9 ? value - 9 : value), 0);
  return digits.length >= 13 && digits.length <= 19 && sum % 10 === 0;
};

/** What stands in a text for something private: `[email-1]`. */
export const PLACEHOLDER = /\[(?:email|card|phone|key|literal)-\d{1,9}\]/g;

/**
 * In the order in which they are looked for. A placeholder that somebody wrote by hand is hidden, too, so that it is not taken
 * for one of ours.
 */
export const PRIVATE_PATTERNS: readonly PrivatePattern[] = [
  { kind: 'literal', pattern: PLACEHOLDER },
  ...SECRET_PATTERNS.map((pattern) => ({ kind: 'key' as const, pattern })),
  {
    kind: 'email',
    pattern: /(?<![\w.+-])[\w.+-]{1,64}@(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.){1,8}[a-z]{2,24}(?![\w-])/gi,
  },
  { kind: 'card', pattern: /(?<![\d.-])\d(?:[ -]?\d){12,18}(?![\d-])/g, isOne: passesLuhn },
  // With a country code, or in groups: a bare row of digits is a number like any other.
  { kind: 'phone', pattern: /(?<![\w+])\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d{2,4}(?:[ .-]?\d{2,4}){1,3}(?![\w-])/g },
  { kind: 'phone', pattern: /(?<![\w+-])(?:\(\d{3}\) ?|\d{3}[.-])\d{3}[.-]\d{4}(?![\w-])/g },
];
