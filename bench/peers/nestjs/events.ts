import { peerEnvironment } from '../../lib/peer/contract.ts';

/** What every event carries. */
export interface SagaEvent {
  readonly saga: string;
  readonly payload: string;
}

const { prefix } = peerEnvironment();

export const REQUESTED = `${prefix}requested`;
export const ACCEPTED = `${prefix}accepted`;
export const RESOLVED = `${prefix}resolved`;
/** What each of the parallel steps ends with. */
export const DONE = {
  first: `${prefix}first.done`,
  second: `${prefix}second.done`,
  third: `${prefix}third.done`,
} as const;

export const TOPICS = [REQUESTED, ACCEPTED, RESOLVED, ...Object.values(DONE)];
