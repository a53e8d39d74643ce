/**
 * A value on the scale on which sources are compared: logarithmic far from zero, linear below the unit, for either sign. There
 * twice as much is the same distance everywhere, and a heavy tail becomes an exponential one.
 */
export const toLog = (value: number, unit: number): number => Math.sign(value) * Math.log1p(Math.abs(value) / unit);

/** The value that lies at a place of the logarithmic scale. */
export const fromLog = (place: number, unit: number): number => Math.sign(place) * Math.expm1(Math.abs(place)) * unit;
