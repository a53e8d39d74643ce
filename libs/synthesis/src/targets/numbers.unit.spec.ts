import { describe } from '@jest/globals';
import { NUMBERS } from './numbers.fixture.ts';
import { expectUnderstood } from './understood.fixture.ts';

const GIVEN_UP = [
  'fizzBuzz', // a rule of three conditions takes more than eight examples
  'triangleKind', // thresholds tell the examples apart as simply
];

describe('what is understood of numbers from examples', () => expectUnderstood(NUMBERS, GIVEN_UP));
