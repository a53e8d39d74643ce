import { target, type Target } from './target.fixture.ts';

const cents = (value: number): number => Math.round(value * 100) / 100;

/** Rules about prices. */
export const MONEY: readonly Target[] = [
  target('salesTax', {
    parameters: { price: 'number', rate: 'number' },
    returns: 'number',
    hints: ['Sales tax', 'the tax is the price times the rate, rounded to cents'],
    does: (price: number, rate: number) => cents(price * rate),
    seen: [
      [20.5, 0.1],
      [7.25, 0.2],
      [3, 0.07],
      [100, 0.2],
      [19.99, 0.07],
      [0, 0.2],
      [50, 0.1],
    ],
    heldOut: [
      [12.34, 0.19],
      [999, 0.055],
    ],
  }),
  target('grossPrice', {
    parameters: { net: 'number', percent: 'number' },
    returns: 'number',
    hints: ['Gross price', 'adds the tax percent to the net price'],
    does: (net: number, percent: number) => net * (1 + percent / 100),
    seen: [
      [100, 20],
      [50, 10],
      [200, 5],
    ],
    heldOut: [
      [80, 25],
      [10, 50],
    ],
  }),
  target('discountedTotal', {
    parameters: { total: 'number' },
    returns: 'number',
    hints: ['Volume discount', 'orders of 100 or more get 10% off'],
    does: (total: number) => (total >= 100 ? total * 0.9 : total),
    seen: [[50], [99], [100], [200], [10]],
    heldOut: [[99.5], [150], [80]],
  }),
  target('tieredDiscount', {
    parameters: { total: 'number' },
    returns: 'number',
    hints: ['Tiered discount', '5% off from 100, 10% off from 500'],
    does: (total: number) => (total >= 500 ? total * 0.9 : total >= 100 ? total * 0.95 : total),
    seen: [[50], [99], [100], [200], [499], [500], [1000]],
    heldOut: [[300], [750], [20]],
  }),
  target('shippingCost', {
    parameters: { weight: 'number' },
    returns: 'number',
    hints: ['Shipping cost', 'by weight in kilograms'],
    does: (weight: number) => (weight <= 1 ? 5 : weight <= 5 ? 9 : 15),
    seen: [[0.9], [4], [2], [7], [5.1], [12], [1.1], [6], [0.5], [1], [1.5], [5], [5.5], [10]],
    heldOut: [[0.2], [3], [20], [4.9]],
  }),
  target('shippingFee', {
    parameters: { total: 'number', isMember: 'boolean' },
    returns: 'number',
    hints: ['Shipping fee', 'members and orders of 50 or more ship free', 'others pay 4.99'],
    does: (total: number, isMember: boolean) => (isMember || total >= 50 ? 0 : 4.99),
    seen: [
      [5, true],
      [50, true],
      [30, false],
      [90, false],
      [100, true],
      [40, true],
      [45, false],
      [20, false],
      [20, true],
      [50, false],
      [80, true],
      [49, false],
      [60, false],
    ],
    heldOut: [
      [10, false],
      [100, false],
      [5, true],
    ],
  }),
  target('lateFee', {
    parameters: { daysLate: 'number' },
    returns: 'number',
    hints: ['Late fee of a library', 'nothing in time', '0.25 a day, 10 at most'],
    does: (days: number) => Math.min(10, Math.max(0, days) * 0.25),
    seen: [[2], [13], [39], [41], [-1], [20], [7], [0], [1], [4], [40], [60], [-3]],
    heldOut: [[10], [100], [-1], [39]],
  }),
  target('tip', {
    parameters: { bill: 'number' },
    returns: 'number',
    hints: ['Tip', '15 percent of the bill, rounded to cents'],
    does: (bill: number) => cents(bill * 0.15),
    seen: [[50], [12.5], [80.1], [3], [100], [20], [33.33]],
    heldOut: [[47.5], [12.34]],
  }),
  target('compoundInterest', {
    parameters: { principal: 'number', rate: 'number', years: 'number' },
    returns: 'number',
    hints: ['Compound interest', 'what the principal grows to at a rate in percent, rounded to cents'],
    does: (principal: number, rate: number, years: number) => cents(principal * (1 + rate / 100) ** years),
    seen: [
      [100, 10, 1],
      [100, 10, 2],
      [1000, 5, 3],
      [500, 0, 4],
    ],
    heldOut: [
      [200, 7, 5],
      [50, 3, 2],
    ],
  }),
  target('orderTotal', {
    parameters: { prices: 'list<number>', quantities: 'list<number>' },
    returns: 'number',
    hints: ['Order total', 'each price times its quantity'],
    does: (prices: number[], quantities: number[]) =>
      prices.reduce((sum, price, index) => sum + price * (quantities[index] ?? 0), 0),
    seen: [
      [
        [4, 9],
        [3, 1],
      ],
      [
        [1, 7, 2],
        [5, 2, 3],
      ],
      [
        [8, 2],
        [1, 6],
      ],
      [
        [10, 5],
        [2, 1],
      ],
      [[3], [4]],
      [[], []],
    ],
    heldOut: [
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      [[7], [0]],
    ],
  }),
  target('parkingFee', {
    parameters: { minutes: 'number' },
    returns: 'number',
    hints: ['Parking fee', '2 for every started hour'],
    does: (minutes: number) => Math.ceil(minutes / 60) * 2,
    seen: [[30], [60], [61], [180], [0]],
    heldOut: [[90], [121], [240]],
  }),
  target('commission', {
    parameters: { sales: 'number' },
    returns: 'number',
    hints: ['Commission', '5% of sales up to 10000, 8% of everything above'],
    does: (sales: number) => (sales <= 10000 ? sales * 0.05 : 500 + (sales - 10000) * 0.08),
    seen: [[1000], [5000], [10000], [20000], [15000], [30000]],
    heldOut: [[8000], [12000], [50000]],
  }),
  target('membershipPrice', {
    parameters: { price: 'number', level: 'string' },
    returns: 'number',
    hints: ['Membership price', 'gold members pay 20% less', 'silver members pay 10% less'],
    does: (price: number, level: string) => (level === 'gold' ? price * 0.8 : level === 'silver' ? price * 0.9 : price),
    seen: [
      [100, 'gold'],
      [50, 'gold'],
      [100, 'silver'],
      [30, 'silver'],
      [100, 'basic'],
      [70, 'basic'],
    ],
    heldOut: [
      [200, 'gold'],
      [10, 'silver'],
      [44, 'basic'],
    ],
  }),
  target('splitBill', {
    parameters: { total: 'number', people: 'number' },
    returns: 'number',
    hints: ['Split the bill', 'an equal share for each, rounded to cents'],
    does: (total: number, people: number) => cents(total / people),
    seen: [
      [100, 4],
      [10, 3],
      [50, 2],
    ],
    heldOut: [
      [99, 7],
      [20, 6],
    ],
  }),
];
