import { readFileSync } from 'node:fs';
// In JavaScript, because the types of this package hide that its default export is a class.
import TestSequencer from '@jest/test-sequencer';
import { timeAllowedMs } from './time-allowed.ts';

/**
 * Starts the specs that ask for the most time first, so that no worker is left alone with a long one in the end. Jest
 * orders by how long they took before, which a fresh clone does not know; that order is kept among equals.
 */
export default class LongestFirst extends TestSequencer {
  sort(tests) {
    const allowedMs = new Map(tests.map(({ path }) => [path, timeAllowedMs(readFileSync(path, 'utf8'))]));
    return super.sort(tests).toSorted((one, other) => allowedMs.get(other.path) - allowedMs.get(one.path));
  }
}
