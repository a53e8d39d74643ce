import { ensureError, type Timing } from '@troupe/contracts';
import type { ServiceName } from '../plan.ts';
import type { Random } from '@troupe/testing/random';
import type { Scheduler } from './scheduler.ts';

/** What a process can ask of the world outside: where it may be killed, stopped or deceived. */
export type Port = 'publish' | 'statement' | 'commit' | 'group' | 'offsets';

/** What the world has in mind for one call. */
export interface CallFate {
  /** The process ends here. */
  readonly killed?: 'before' | 'after';
  readonly frozenMs?: number;
}

/** A process of a service. Once it is gone nothing in it goes on: not a timer, not an answer. */
export interface SimProcess {
  readonly id: string;
  readonly service: ServiceName;
  readonly timing: Timing;
  isAlive(): boolean;
  /** Asks for something outside, which takes its time both ways. Never resolves once the process is gone. */
  call<Result>(port: Port, serve: () => Result | Promise<Result>): Promise<Result>;
  /** Something comes in from outside, after a while. */
  receive(run: () => void): void;
  kill(): void;
  freeze(ms: number): void;
  /** Told when it is killed. */
  onEnd(listener: () => void): void;
}

/** What a process is made of. */
export interface SimProcessOptions {
  readonly id: string;
  readonly service: ServiceName;
  readonly scheduler: Scheduler;
  readonly random: Random;
  /** Asked at every call. */
  readonly fateOf: (process: SimProcess, port: Port) => CallFate;
}

/** Runs what is due, later while the process is stopped, and not at all once it is gone. */
const createWill = (scheduler: Scheduler) => {
  let alive = true;
  let frozenUntilMs = 0;
  const perform = (run: () => void): void => {
    if (!alive) return;
    const frozenMs = frozenUntilMs - scheduler.now();
    if (frozenMs > 0) scheduler.after(frozenMs, () => perform(run));
    else run();
  };
  return {
    perform,
    isAlive: () => alive,
    end: () => {
      alive = false;
    },
    freeze: (ms: number) => {
      frozenUntilMs = Math.max(frozenUntilMs, scheduler.now() + ms);
    },
  };
};

type Will = ReturnType<typeof createWill>;

const timingOf = (scheduler: Scheduler, random: Random, will: Will): Timing => ({
  now: () => Math.floor(scheduler.now()),
  elapsed: () => scheduler.now(),
  random: random.next,
  after: (ms, run) => {
    let off = false;
    const callOff = scheduler.after(ms, () => will.perform(() => !off && run()));
    return () => {
      off = true;
      callOff();
    };
  },
  turn: () => new Promise((resolve) => scheduler.after(0, () => will.perform(resolve))),
});

/** A process that has just been started. */
export const createSimProcess = ({ id, service, scheduler, random, fateOf }: SimProcessOptions): SimProcess => {
  const will = createWill(scheduler);
  const listeners: (() => void)[] = [];

  const kill = (): void => {
    if (!will.isAlive()) return;
    will.end();
    for (const listener of listeners) listener();
  };

  const call: SimProcess['call'] = (port, serve) =>
    new Promise((resolve, reject) => {
      if (!will.isAlive()) return;
      const { killed, frozenMs } = fateOf(process, port);
      if (frozenMs !== undefined) will.freeze(frozenMs);
      if (killed === 'before') return kill();
      scheduler.soon(() => {
        const served = (async () => serve())();
        if (killed === 'after') void served.catch(() => undefined).finally(kill);
        const answer = (run: () => void): void => scheduler.soon(() => will.perform(run));
        served.then(
          (result) => answer(() => resolve(result)),
          (error: unknown) => answer(() => reject(ensureError(error))),
        );
      });
    });

  const process: SimProcess = {
    id,
    service,
    timing: timingOf(scheduler, random, will),
    isAlive: will.isAlive,
    call,
    receive: (run) => scheduler.soon(() => will.perform(run)),
    kill,
    freeze: will.freeze,
    onEnd: (listener) => listeners.push(listener),
  };
  return process;
};
