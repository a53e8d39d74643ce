import type { DecisionStore } from '../store/decision-store.ts';
import { every } from './every.ts';
import type { ServiceContext } from './service-context.ts';

const UPKEEP_EVERY_MS = 3_600_000;
/** As long as topics keep events, and a day. */
const KEEP_DAYS = 31;

/** Makes the store of a service that consumes no topic ready for today, and keeps it so: once an hour, until the service stops. */
export const keepDecisions = async (
  store: Pick<DecisionStore, 'maintain'>,
  { log, signal }: Pick<ServiceContext, 'log' | 'signal'>,
): Promise<void> => {
  const run = (): Promise<void> => store.maintain({ nowMs: Date.now(), keepDays: KEEP_DAYS });
  await run();
  every({ what: 'upkeep', everyMs: UPKEEP_EVERY_MS, signal, log, run });
};
