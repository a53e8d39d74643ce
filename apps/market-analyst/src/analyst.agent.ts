import { defineAgent, when, type AgentContext, type AgentDefinition } from '@troupe/agent-sdk';
import {
  AnomalyDetected,
  outputId,
  SignalsObserved,
  SourceSummarized,
  toConversation,
  type DraftOf,
} from '@troupe/contracts';
import { keepSource, readSource } from './source-store.ts';
import { summarize, type Summarized } from './summarize.ts';
import type { MarketTables } from './tables.ts';
import { watchSource } from './watch-source.ts';

const NAME = 'market-analyst';

/** A source goes on for years: its conversation has no end, and an event of it leads to none that comes back. */
const EVENTS_OF_A_SOURCE = 1_000_000_000;

/** An anomaly as it is cited: the ids of conclusions derive from their cause and their place. */
const noted = ({ data }: DraftOf<typeof AnomalyDetected>, place: number, cause: string) => {
  const { at, value, mean, expected, confidence } = data;
  return { event: outputId(cause, NAME, place), at, value, mean, expected, confidence };
};

/** Told in the conversation of the market, which its sources share; nobody is told of a source without one. */
const toldMarket = (source: string, market: string, { summary }: Summarized) =>
  market === '' || summary === undefined
    ? []
    : [toConversation(`market ${market}`, SourceSummarized({ market, source, ...summary }))];

/**
 * Watches every source by what it did before, and tells what is unusual: `anomaly.detected`, with what it was judged by. Its market
 * is told of every full hour: `source.summarized`.
 */
export const marketAnalyst = (): AgentDefinition =>
  defineAgent({
    name: NAME,
    publishes: [AnomalyDetected, SourceSummarized],
    on: [
      when(SignalsObserved, async ({ data, envelope }, { tx }: AgentContext<MarketTables>) => {
        const { conversationId, id } = envelope;
        const { source, market } = data;
        const before = await readSource(tx, conversationId);
        const { state, anomalies, readings } = watchSource(before.state, data);
        const cited = anomalies.map((anomaly, place) => noted(anomaly, place, id));
        const summarized = summarize(before.untold, readings, cited);
        await keepSource(tx, { conversationId, source, state, untold: summarized.untold });
        return [...anomalies, ...toldMarket(source, market, summarized)];
      }),
    ],
    limits: { eventsPerConversation: EVENTS_OF_A_SOURCE },
  });
