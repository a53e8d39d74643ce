import { describe, expect, it } from '@jest/globals';
import { countryCode } from './country.ts';

describe('countryCode', () => {
  it.each([
    ['United Kingdom', 'GB'],
    ['EIRE', 'IE'],
    ['RSA', 'ZA'],
    ['Norway', 'NO'],
  ])('knows %s as %s', (name, code) => {
    expect(countryCode(name)).toBe(code);
  });

  it.each(['Channel Islands', 'Unspecified', 'united kingdom', ''])('refuses %j and names it', (name) => {
    expect(() => countryCode(name)).toThrow(`Country "${name}" has no ISO 3166 code`);
  });
});
