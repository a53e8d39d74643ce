import { TroupeError, type Timing } from '@troupe/contracts';
import { NOTHING, type Spending } from '@troupe/agent-sdk';
import type { Logger } from 'pino';
import { mostSpending, mostUsage, plus, spendingOfUsage } from '../accounting/cost.ts';
import type { Price, PriceTable } from '../accounting/prices.ts';
import type { ChainLink, SendContext } from './chain-link.ts';
import { chainFailed } from './chain-failed.ts';
import type { ModelCall, ModelReply } from './model-call.ts';
import type { ModelCounts } from './model-counts.ts';
import { sendPatiently, type LinkFailure } from './send-patiently.ts';

/** Models in the order in which they are asked, and what is known of their prices. */
export interface Chain {
  readonly links: readonly [ChainLink, ...ChainLink[]];
  readonly prices: PriceTable;
  readonly counts: ModelCounts;
  readonly timing: Timing;
}

/** An answer, and what it came to. */
export interface ChainAnswer {
  readonly reply: ModelReply;
  /** `provider:model` of who answered. */
  readonly by: string;
  readonly used: Spending;
  /** False when nobody knows what it cost: a model that may charge for it has no price. */
  readonly priced: boolean;
}

const priceOf = ({ prices, timing }: Chain, { endpoint }: ChainLink, promptTokens: number): Price | undefined =>
  prices.find(endpoint.provider, endpoint.model, { nowMs: timing.now(), promptTokens });

/** All of a request that becomes tokens. */
const textOf = ({ instructions, messages, tools, schema }: ModelCall): string =>
  JSON.stringify({ instructions, messages, tools, schema });

/** What something came to, and whether all of it has a price. */
type Cost = Pick<ChainAnswer, 'used' | 'priced'>;

const mostOf = (chain: Chain, link: ChainLink, call: ModelCall): Cost => {
  const most = mostUsage(textOf(call), call.maxOutputTokens);
  const price = priceOf(chain, link, most.inputTokens);
  return { used: mostSpending(most, price), priced: price !== undefined };
};

/** What asking can come to: each model is charged for at most one answer, whether it arrives or not. */
export const mostOfChain = (chain: Chain, call: ModelCall): Spending =>
  chain.links.map((link) => mostOf(chain, link, call).used).reduce(plus, NOTHING);

const answerOf = (chain: Chain, link: ChainLink, call: ModelCall, reply: ModelReply): ChainAnswer => {
  const { name } = link;
  const price = priceOf(chain, link, reply.usage?.inputTokens ?? 0);
  // A provider that does not say what it used is taken to have used all that was possible.
  const used = reply.usage ? spendingOfUsage(reply.usage, price) : mostOf(chain, link, call).used;
  if (reply.usage) chain.counts.used(name, reply.usage, used);
  return { reply, by: name, used, priced: price !== undefined };
};

const both = (one: Cost, other: Cost): Cost => ({
  used: plus(one.used, other.used),
  priced: one.priced && other.priced,
});

/** What a request is asked with. */
export interface ChainContext extends SendContext {
  readonly log: Logger;
}

/**
 * Asks one model after the other until one answers. What failed and may be charged for is part of what was used.
 * @throws ModelError · TroupeError DEPENDENCY_UNAVAILABLE · DEPENDENCY_BUSY · the signal's reason
 */
export const askChain = async (chain: Chain, call: ModelCall, context: ChainContext): Promise<ChainAnswer> => {
  const { links, timing } = chain;
  const failures: LinkFailure[] = [];
  let lost: Cost = { used: NOTHING, priced: true };
  for (const link of links) {
    const sent = await sendPatiently(link, call, { ...context, timing });
    if ('reply' in sent) {
      const answer = answerOf(chain, link, call, sent.reply);
      return { ...answer, ...both(lost, answer) };
    }
    failures.push(sent.failure);
    if (sent.failure.charged) lost = both(lost, mostOf(chain, link, call));
    const { error } = sent.failure;
    const code = TroupeError.is(error) ? error.code : undefined;
    context.log.warn({ model: link.name, code, reason: error.message }, 'a model did not answer');
  }
  throw chainFailed(failures, lost.used);
};
