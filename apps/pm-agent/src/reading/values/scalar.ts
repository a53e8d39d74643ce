import { CURRENCY_SIGNS, DIGITS } from './number-pattern.ts';

const NUMBER_WORDS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

const NUMBER = new RegExp(
  String.raw`^(?<sign>[-+−])?(?:(?<currency>[${CURRENCY_SIGNS}] ?|[A-Z]{3} )(?<within>[-+−])?)?(?<digits>${DIGITS}?(?:\.\d+)?(?:[eE][-+]?\d+)?)(?<unit> ?[%${CURRENCY_SIGNS}]| ?°[CF]?|st|nd|rd|th|[kcm]?[mgl]|min|m?s|h| \p{L}+)?$`,
  'u',
);

/** A number as it is written, with what stands around it. */
export interface WrittenNumber {
  readonly value: number;
  /** A currency, a percent sign or another unit; '' when it stands alone. */
  readonly unit: string;
}

const isOrdinal = (unit: string): boolean => /^(?:st|nd|rd|th)$/.test(unit);

/** Reads a number with thousands separators, a sign, and a unit or currency on one side; undefined when it is none. */
export const readNumber = (raw: string): WrittenNumber | undefined => {
  const { sign, currency = '', within, digits = '', unit = '' } = NUMBER.exec(raw.trim())?.groups ?? {};
  // Digits that begin with a zero are those of a code or a telephone number, and not of an amount.
  if (!/^\.?\d/.test(digits) || /^0\d/.test(digits)) return undefined;
  const amount = Number(digits.replace(/[,_]/g, ''));
  if (!Number.isFinite(amount)) return undefined;
  const isNegative = [sign, within].some((mark) => mark === '-' || mark === '−');
  const beside = `${currency.trim()}${isOrdinal(unit) ? '' : unit.trim()}`;
  return { value: isNegative && amount !== 0 ? -amount : amount, unit: beside };
};

/** A number that is told in a word, up to ten. */
export const readNumberWord = (raw: string): number | undefined => {
  const text = raw.trim().toLowerCase();
  const index = text === 'no' ? 0 : NUMBER_WORDS.indexOf(text);
  return index < 0 ? undefined : index;
};

/** Whether this is a number that stands alone. */
export const isNumeric = (raw: string): boolean => readNumber(raw)?.unit === '';

/** Reads true, false, yes and no. */
export const readBoolean = (raw: string): boolean | undefined => {
  const text = raw.trim().toLowerCase();
  if (['true', 'yes'].includes(text)) return true;
  return ['false', 'no'].includes(text) ? false : undefined;
};
