import type { Relay } from '../relay/relay.ts';
import type { GroupCommit } from '../store/group-commit.ts';
import type { Decider } from './decider.ts';

/** What a decider with a store is made of. */
export interface StoredDeciderParts {
  /** The name that its decisions are kept under. */
  readonly decider: string;
  readonly commit: Pick<GroupCommit<object>, 'decide'>;
  readonly relay: Pick<Relay, 'deliver'>;
}

/** Decides once: what was stored first is what is published, by whoever gets to it. */
export const createStoredDecider = ({ decider, commit, relay }: StoredDeciderParts): Decider => ({
  decide: async ({ isSought = false, ...request }, conclude, signal, trace) => {
    const subject = { decider, ...request };
    const { decision } = await commit.decide({ subject, run: conclude, isSought, signal, ...(trace && { trace }) });
    const { outcome, events } = decision;
    const deliver = (handedOver: AbortSignal): Promise<void> => relay.deliver([decision], handedOver);
    return { outcome, deliver, ...(events !== undefined && { events }) };
  },
});
