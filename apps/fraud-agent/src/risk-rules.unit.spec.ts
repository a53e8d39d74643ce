import { describe, expect, it } from '@jest/globals';
import { NOON, order, pastOrder } from './orders.fixture.ts';
import { LOOKS } from './risk-rules.ts';

const pieces = (quantity: number) => [{ sku: 'A', description: '', quantity, unitPriceMinor: 1 }];

describe('amount-above-usual', () => {
  const look = LOOKS['amount-above-usual'];
  const past = [pastOrder({ totalMinor: 1_000 }), pastOrder({ totalMinor: 2_000 }), pastOrder({ totalMinor: 90_000 })];

  it('compares with the median, so one large order makes no habit', () => {
    expect(look(order({ totalMinor: 6_000 }), past, 3)).toBeUndefined();
    expect(look(order({ totalMinor: 6_001 }), past, 3)).toBe('60.01 GBP against 20.00 GBP');
  });

  it('takes neither flagged orders nor other currencies for a habit', () => {
    const odd = [pastOrder({ totalMinor: 1, flagged: true }), pastOrder({ totalMinor: 1, currency: 'EUR' })];
    expect(look(order({ totalMinor: 99_999 }), odd, 3)).toBeUndefined();
  });
});

describe('orders-within-the-hour', () => {
  const look = LOOKS['orders-within-the-hour'];

  it('counts earlier orders of the hour before, flagged ones too', () => {
    const minutesAgo = (minutes: number, flagged = false) => pastOrder({ placedAt: NOON - minutes * 60_000, flagged });
    expect(look(order(), [minutesAgo(0), minutesAgo(30, true), minutesAgo(60)], 2)).toBe('2 earlier orders');
    expect(look(order(), [minutesAgo(0), minutesAgo(60), minutesAgo(61)], 2)).toBeUndefined();
  });
});

describe('new-country', () => {
  const look = LOOKS['new-country'];

  it('speaks of a country that none of the latest orders went to', () => {
    const past = [pastOrder({ country: 'IE' }), pastOrder({ country: 'DE' }), pastOrder({ country: 'GB' })];
    expect(look(order(), past, 2)).toBe('GB instead of DE, IE');
    expect(look(order(), past, 3)).toBeUndefined();
  });

  it('has nothing to say of a first order', () => {
    expect(look(order(), [], 20)).toBeUndefined();
  });
});

describe('unusual-quantity', () => {
  const look = LOOKS['unusual-quantity'];

  it('speaks of a large line, unless the customer has ordered as much before', () => {
    expect(look(order({ lines: pieces(600) }), [], 600)).toBe('600 pieces on one line');
    expect(look(order({ lines: pieces(599) }), [], 600)).toBeUndefined();
    expect(look(order({ lines: pieces(600) }), [pastOrder({ largestQuantity: 600 })], 600)).toBeUndefined();
  });
});

describe('large-first-order', () => {
  const look = LOOKS['large-first-order'];

  it('speaks of a large amount only while there is no earlier order', () => {
    expect(look(order({ totalMinor: 100_001 }), [], 100_000)).toBe('1000.01 GBP');
    expect(look(order({ totalMinor: 100_000 }), [], 100_000)).toBeUndefined();
    expect(look(order({ totalMinor: 100_001 }), [pastOrder()], 100_000)).toBeUndefined();
  });
});

describe('large-guest-order', () => {
  const look = LOOKS['large-guest-order'];

  it('speaks of guests only', () => {
    expect(look(order({ customerId: 'guest-7', totalMinor: 100_001 }), [], 100_000)).toBe('1000.01 GBP');
    expect(look(order({ totalMinor: 100_001 }), [], 100_000)).toBeUndefined();
  });
});

describe('total-mismatch', () => {
  const look = LOOKS['total-mismatch'];

  it('speaks of a total that is not what the lines add up to, either way', () => {
    expect(look(order({ totalMinor: 2_499 }), [], 0)).toBe('24.99 GBP against 25.00 GBP');
    expect(look(order({ totalMinor: 2_505 }), [], 5)).toBeUndefined();
    expect(look(order(), [], 0)).toBeUndefined();
  });
});
