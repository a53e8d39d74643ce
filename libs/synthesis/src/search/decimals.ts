/** How many digits it takes to write a number, without the zeros at either end: 100 and 0.5 take one, 0 none. */
export const digitsOf = (value: number): number => {
  if (value === 0) return 0;
  const [mantissa = ''] = Math.abs(value).toExponential().split('e');
  return mantissa.replace('.', '').length;
};

/** The number without what binary fractions add to it: 0.1 + 0.2 is 0.3. */
export const clean = (value: number): number => Number(value.toPrecision(12));

/** The number with the fewest digits from `low` to `high`, both included; of several, the one of the largest step. */
export const simplestBetween = (low: number, high: number): number | undefined => {
  if (!(low <= high) || !Number.isFinite(low) || !Number.isFinite(high)) return undefined;
  if (low <= 0 && high >= 0) return 0;
  const largest = Math.ceil(Math.log10(Math.max(Math.abs(low), Math.abs(high)))) + 1;
  for (let exponent = largest; exponent > largest - 12; exponent -= 1) {
    const drawn = Math.floor(high / 10 ** exponent + 1e-9) * 10 ** exponent;
    // What is too small by more than cleaning adds is not cleaned: that takes longer than to look.
    if (drawn < low - 1e-11 * Math.abs(drawn) - 1e-12) continue;
    const found = clean(drawn);
    if (found >= low - 1e-12 && found <= high + 1e-12) return found;
  }
  return undefined;
};
