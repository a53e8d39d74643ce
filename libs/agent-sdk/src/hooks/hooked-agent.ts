import type { Draft, Event } from '@troupe/contracts';
import type { Metrics } from '@troupe/observability';
import type { AgentDefinition } from '../define-agent.ts';
import { draftsOf } from '../delivery/outputs.ts';
import type { AnyReaction, Conclusion, SingleReaction } from '../reaction.ts';
import { isSkipped, type HookMoment } from './hook-errors.ts';
import type { AfterHook, BeforeHook, HookContext } from './hooks.ts';
import type { Verdict } from './verdict.ts';

type Count = (moment: HookMoment, verdict: Verdict<unknown>) => void;

const counting = (agent: string, metrics: Pick<Metrics, 'hookVerdicts'> | undefined): Count => {
  return (moment, { kind }) => metrics?.hookVerdicts.inc({ agent, moment, verdict: kind });
};

const counted = ({ on, judge }: BeforeHook, count: Count): BeforeHook => ({
  ...(on && { on }),
  judge: async (event, context) => {
    const verdict = await judge(event, context);
    count('before', verdict);
    return verdict;
  },
});

/** What is left of the conclusions when every hook has seen them. */
type Judge = (
  conclusion: Conclusion | Promise<Conclusion>,
  events: readonly Event[],
  context: HookContext,
) => Promise<Conclusion>;

const judgeBy =
  (hooks: readonly AfterHook<Draft>[], count: Count): Judge =>
  async (conclusion, events, context) => {
    let drafts = draftsOf(await conclusion);
    for (const hook of hooks) {
      const verdict = await hook(drafts, events, context);
      count('after', verdict);
      if (verdict.kind === 'mutate') drafts = verdict.to;
      else if (verdict.kind !== 'proceed' && isSkipped(verdict, 'after', context)) return [];
    }
    return drafts;
  };

type HandleOne = SingleReaction['handle'];

const judgedOne =
  (handle: HandleOne, judge: Judge): HandleOne =>
  (event, context) =>
    judge(handle(event, context), [event], context);

const judged = (reaction: AnyReaction, judge: Judge): AnyReaction => {
  if (reaction.kind === 'single') return { ...reaction, handle: judgedOne(reaction.handle, judge) };
  const { handle, otherwise } = reaction;
  return {
    ...reaction,
    handle: (first, second, context) => judge(handle(first, second, context), [first, second], context),
    ...(otherwise && { otherwise: judgedOne(otherwise, judge) }),
  };
};

/**
 * The agent as it is delivered to: every conclusion of its handlers passes the hooks after them, wherever it comes from,
 * and what hooks say is counted.
 */
export const hookedAgent = (agent: AgentDefinition, metrics?: Pick<Metrics, 'hookVerdicts'>): AgentDefinition => {
  const { before, after } = agent.hooks;
  const count = counting(agent.name, metrics);
  return {
    ...agent,
    hooks: { before: before.map((hook) => counted(hook, count)), after },
    reactions:
      after.length === 0 ? agent.reactions : agent.reactions.map((each) => judged(each, judgeBy(after, count))),
  };
};
