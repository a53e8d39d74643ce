/** Digits as people write them, in groups of three or not: the pattern that all patterns of numbers are made with. */
export const DIGITS = String.raw`(?:\d{1,3}(?:,\d{3})+|\d+(?:_\d{3})*)`;

/** Signs of currencies, for within the brackets of a pattern. */
export const CURRENCY_SIGNS = '$€£¥';
