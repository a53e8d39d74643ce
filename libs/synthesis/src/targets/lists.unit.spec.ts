import { describe } from '@jest/globals';
import { LISTS } from './lists.fixture.ts';
import { expectUnderstood } from './understood.fixture.ts';

const GIVEN_UP = [
  'joinNames', // is found with the default budget
  'csvTotal', // three examples bear nothing out
  'fizzBuzzList', // one case of both factors is too few
];

describe('what is understood of lists from examples', () => expectUnderstood(LISTS, GIVEN_UP));
