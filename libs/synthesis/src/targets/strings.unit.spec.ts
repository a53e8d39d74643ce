import { describe } from '@jest/globals';
import { STRINGS } from './strings.fixture.ts';
import { expectUnderstood } from './understood.fixture.ts';

const GIVEN_UP = [
  'isStrongPassword', // a yes or no of three conditions takes more than seven examples
  'maskCard', // three examples bear nothing out
  'isAnagram', // texts with a letter more than the other are not among the examples
];

describe('what is understood of strings from examples', () => expectUnderstood(STRINGS, GIVEN_UP));
