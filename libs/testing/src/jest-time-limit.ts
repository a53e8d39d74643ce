import { jest } from '@jest/globals';

/** Real servers on a busy machine take their time; a spec that waits for a condition says itself when it gives up. */
jest.setTimeout(60_000);
