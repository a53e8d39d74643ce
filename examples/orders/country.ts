import { SourceError } from './source-error.ts';

/**
 * The countries that the data set names, as ISO 3166-1 alpha-2. "Channel Islands", "European Community" and
 * "Unspecified" also occur in it: they are no single country, so they have no code here.
 */
const CODES: ReadonlyMap<string, string> = new Map([
  ['Australia', 'AU'],
  ['Austria', 'AT'],
  ['Bahrain', 'BH'],
  ['Belgium', 'BE'],
  ['Brazil', 'BR'],
  ['Canada', 'CA'],
  ['Cyprus', 'CY'],
  ['Czech Republic', 'CZ'],
  ['Denmark', 'DK'],
  ['EIRE', 'IE'],
  ['Finland', 'FI'],
  ['France', 'FR'],
  ['Germany', 'DE'],
  ['Greece', 'GR'],
  ['Hong Kong', 'HK'],
  ['Iceland', 'IS'],
  ['Israel', 'IL'],
  ['Italy', 'IT'],
  ['Japan', 'JP'],
  ['Lebanon', 'LB'],
  ['Lithuania', 'LT'],
  ['Malta', 'MT'],
  ['Netherlands', 'NL'],
  ['Norway', 'NO'],
  ['Poland', 'PL'],
  ['Portugal', 'PT'],
  ['RSA', 'ZA'],
  ['Saudi Arabia', 'SA'],
  ['Singapore', 'SG'],
  ['Spain', 'ES'],
  ['Sweden', 'SE'],
  ['Switzerland', 'CH'],
  ['USA', 'US'],
  ['United Arab Emirates', 'AE'],
  ['United Kingdom', 'GB'],
]);

/**
 * The ISO 3166-1 alpha-2 code of a country as the data set names it.
 *
 * @throws SourceError naming the country when it has no code
 */
export const countryCode = (name: string): string => {
  const code = CODES.get(name);
  if (code === undefined) throw new SourceError(`Country "${name}" has no ISO 3166 code: add it to country.ts.`);
  return code;
};
