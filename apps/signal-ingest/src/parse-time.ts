const ZONELESS = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?$/;
const ZONED = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)$/;
const MAIL = /^(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d(?::\d\d)? (?:GMT|UTC?|Z|[A-Z]{3}|[+-]\d{4})$/;

const parsed = (text: string): number | undefined => {
  const at = Date.parse(text);
  return Number.isFinite(at) && at >= 0 ? at : undefined;
};

/**
 * Reads a time: ISO 8601 with a blank or a T, in UTC where it names no zone; that of mails, as RSS has it; or whole milliseconds since 1970.
 * Undefined for anything else, and for times before 1970.
 */
export const parseTime = (time: string | number): number | undefined => {
  if (typeof time === 'number') return Number.isSafeInteger(time) && time >= 0 ? time : undefined;
  const text = time.trim();
  if (ZONELESS.test(text)) return parsed(`${text.replace(' ', 'T')}Z`);
  if (ZONED.test(text)) return parsed(text.replace(' ', 'T'));
  return MAIL.test(text) ? parsed(text) : undefined;
};
