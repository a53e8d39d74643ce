import { describe } from '@jest/globals';
import { MONEY } from './money.fixture.ts';
import { expectUnderstood } from './understood.fixture.ts';

const GIVEN_UP = [
  'salesTax', // two ways to round are told apart by no example
  'compoundInterest', // is found with the default budget, by some two million expressions
];

describe('what is understood of money from examples', () => expectUnderstood(MONEY, GIVEN_UP));
