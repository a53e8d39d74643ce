import { benchEvent } from '../lib/bench-event.ts';

/** So many kinds of events that each is of interest to a fiftieth of the agents. */
export const MANY_EVENTS = Array.from({ length: 50 }, (_, index) => benchEvent(`bench.many.${index}`));
