import type { AgentInstructedData } from '@troupe/contracts';

/** What an instance has been told to do. */
export interface Orders {
  readonly run: 'running' | 'paused' | 'draining';
  /** Handlers under way at most; undefined where nobody has said so. */
  readonly concurrency: number | undefined;
}

/** Who is told. */
export interface Self {
  readonly agent: string;
  readonly instance: string;
}

/** Nobody has said anything. */
export const NO_ORDERS: Orders = { run: 'running', concurrency: undefined };

/** What holds after another instruction, in the order of the log: the last word counts, whether it was said to all or to one. */
export const heed = (orders: Orders, instruction: AgentInstructedData, self: Self): Orders => {
  const { agent, instance, action, concurrency } = instruction;
  if (agent !== self.agent || (instance !== null && instance !== self.instance)) return orders;
  switch (action) {
    case 'pause':
      return { ...orders, run: 'paused' };
    case 'drain':
      return { ...orders, run: 'draining' };
    case 'resume':
      return { ...orders, run: 'running' };
    case 'concurrency':
      return concurrency === null || concurrency < 1 ? orders : { ...orders, concurrency };
    case 'unknown':
      // Of a newer schema than this instance knows.
      return orders;
  }
};
