import { describe, expect, it } from '@jest/globals';
import { TerminalError } from '@troupe/agent-sdk';
import { refusalOf, requirePieces } from './refusal.ts';
import type { Tariff } from './tariff-store.ts';

const order = { country: 'NO', currency: 'GBP' };
const rate = {
  carrier: 'post',
  service: 'standard',
  maxWeightGrams: 30_000,
  baseMinor: 1,
  perKgMinor: 1,
  transitDays: 1,
  cutoffMinute: 960,
};
const tariff: Tariff = { zone: 'europe', weightGrams: 1_000, rates: [rate], daysTried: 5 };

describe('refusalOf', () => {
  it('says that no carrier goes there', () => {
    expect(refusalOf(order, { ...tariff, zone: null, rates: [] })).toEqual({
      reason: 'NO_ZONE',
      detail: 'no carrier goes to NO',
    });
  });

  it('says that there is no rate in the currency of the order', () => {
    expect(refusalOf({ ...order, currency: 'JPY' }, { ...tariff, rates: [] })).toEqual({
      reason: 'NO_ZONE',
      detail: 'no carrier has a rate in JPY to NO',
    });
  });

  it('says how heavy it is and how heavy it may be', () => {
    expect(refusalOf(order, { ...tariff, weightGrams: 30_001 })).toEqual({
      reason: 'TOO_HEAVY',
      detail: '30.1 kg to NO, at most 30 kg are taken',
    });
  });

  it('says that every carrier is full', () => {
    expect(refusalOf(order, tariff)).toEqual({
      reason: 'NO_CAPACITY',
      detail: 'every carrier to NO is full on the 5 working days tried',
    });
  });
});

describe('requirePieces', () => {
  it('refuses a line of less than one piece for good', () => {
    const line = { sku: 'A', description: '', unitPriceMinor: 1 };
    expect(() => requirePieces([{ ...line, quantity: 1 }])).not.toThrow();
    expect(() => requirePieces([{ ...line, quantity: 0 }])).toThrow(TerminalError);
  });
});
