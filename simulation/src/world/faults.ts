import type { Fault, Plan, ServiceName } from '../plan.ts';
import type { ConnectionFate } from './sim-database.ts';
import type { CallFate, Port, SimProcess } from './sim-process.ts';
import type { PublishFate } from './sim-publisher.ts';

/** The faults of a plan that wait for a call. Each happens once. */
export interface CallFaults {
  /** Asked at every call of a process; counts it. */
  fateOf(process: SimProcess, port: Port): CallFate;
  publishFate(service: ServiceName): PublishFate | undefined;
  connectionFate(service: ServiceName, at: 'statement' | 'commit'): ConnectionFate | undefined;
  /** How long after this process was killed another takes its place. */
  backAfterMs(process: SimProcess): number;
}

const BACK_AFTER_MS = 200;

type AtCall = Extract<Fault, { readonly call: number }>;

/** What is told of every fault that happens. */
export type OnFault = (who: string, what: string) => void;

/** Faults that have not happened yet. */
export const createCallFaults = ({ faults }: Plan, onFault: OnFault): CallFaults => {
  const waiting = new Set(faults.filter((fault): fault is AtCall => 'call' in fault));
  const calls = new Map<ServiceName, number>();
  const back = new Map<SimProcess, number>();

  /** The first that is due for this service and fits. */
  const take = <Kind extends AtCall>(
    service: ServiceName,
    fits: (fault: AtCall) => fault is Kind,
  ): Kind | undefined => {
    const count = calls.get(service) ?? 0;
    for (const fault of waiting)
      if (fault.service === service && fault.call <= count && fits(fault)) {
        waiting.delete(fault);
        return fault;
      }
    return undefined;
  };

  const isKind =
    <Kind extends AtCall['kind']>(kind: Kind) =>
    (fault: AtCall): fault is Extract<AtCall, { kind: Kind }> =>
      fault.kind === kind;

  return {
    fateOf: (process, port) => {
      const { service, id } = process;
      calls.set(service, (calls.get(service) ?? 0) + 1);
      const freeze = take(service, isKind('freeze'));
      const kill = take(service, isKind('kill'));
      if (freeze !== undefined) onFault(id, `is stopped for ${freeze.ms} ms at ${port}`);
      if (kill !== undefined) {
        onFault(id, `is killed ${kill.when} ${port}`);
        back.set(process, kill.backAfterMs);
      }
      return { ...(freeze && { frozenMs: freeze.ms }), ...(kill && { killed: kill.when }) };
    },
    publishFate: (service) => {
      const fault = take(service, isKind('publish'));
      if (fault !== undefined) onFault(service, `a publish fails, ${fault.how} of it written`);
      return fault?.how;
    },
    connectionFate: (service, at) => {
      const fits = (fault: AtCall): fault is Extract<AtCall, { kind: 'connection' }> =>
        fault.kind === 'connection' && fault.at.startsWith(at);
      const fault = take(service, fits);
      if (fault !== undefined) onFault(service, `a connection to the database breaks: ${fault.at}`);
      return fault?.at;
    },
    backAfterMs: (process) => back.get(process) ?? BACK_AFTER_MS,
  };
};
