import { EVENTS } from '../domain.ts';
import type { Fault, Plan, ServiceName } from '../plan.ts';
import type { OnFault } from './faults.ts';
import type { Scheduler } from './scheduler.ts';
import type { SimBroker } from './sim-broker.ts';

/** What timed faults befall. */
export interface TimedFaultParts {
  readonly scheduler: Scheduler;
  readonly broker: SimBroker;
  readonly onFault: OnFault;
  readonly fleet: {
    more(service: ServiceName): void;
    fewer(service: ServiceName): void;
    databaseAway(ms: number): void;
  };
}

type Timed = Extract<Fault, { readonly atMs: number }>;

const duplicate = ({ log }: SimBroker, nth: number, onFault: OnFault): void => {
  const records = log.all();
  const record = records[nth % Math.max(1, records.length)];
  if (record?.key == null) return;
  onFault('world', `writes ${record.topic} of ${record.key} once more`);
  log.append({ ...record, key: record.key });
};

const befall = (fault: Timed, { scheduler, broker, onFault, fleet }: TimedFaultParts): void => {
  switch (fault.kind) {
    case 'database-away':
      onFault('world', `the databases are away for ${fault.ms} ms`);
      return fleet.databaseAway(fault.ms);
    case 'broker-away':
      onFault('world', `the broker is away for ${fault.ms} ms`);
      return broker.goAway(fault.ms);
    case 'visit':
      onFault('world', `one more ${fault.service} for ${fault.ms} ms`);
      fleet.more(fault.service);
      scheduler.after(fault.ms, () => fleet.fewer(fault.service));
      return;
    case 'duplicate':
      return duplicate(broker, fault.nth, onFault);
    case 'delay': {
      const { type } = EVENTS[fault.topic % EVENTS.length] ?? EVENTS[0];
      onFault('world', `${type} is read late by ${fault.ms} ms`);
      return broker.delay(type, fault.ms);
    }
  }
};

/** Lets the faults of a plan that have a time happen at that time. */
export const createTimedFaults = ({ faults }: Plan, parts: TimedFaultParts): void => {
  for (const fault of faults) if ('atMs' in fault) parts.scheduler.after(fault.atMs, () => befall(fault, parts));
};
