import { listed, moment, ratioOf, sourcesIn, span, times } from '../figures.ts';
import { escaped } from '../markdown.ts';
import type { ReportFacts, Writer, Written } from './writer.ts';

/** Raise the version when reports read differently. */
const DECIDED_BY = 'report-template@1';

const titleOf = ({ data }: ReportFacts): string => {
  const sources = listed(sourcesIn(data));
  return data.leader === null ? `${sources} moved together` : `${sources} moved together, ${data.leader} first`;
};

const strongest = ({ data, cites }: ReportFacts): string => {
  const most = data.anomalies.reduce((one, other) => (ratioOf(other) > ratioOf(one) ? other : one));
  return `${escaped(most.source)} went furthest: ${times(most)} times the usual [${cites.numberOf(most.event)}].`;
};

const followers = ({ data, cites }: ReportFacts): string => {
  const { leader, pairs } = data;
  if (leader === null) return `None of them clearly leads [${cites.ofPairs}].`;
  const behind = pairs.filter(({ first, lagMs }) => first === leader && lagMs > 0);
  const told = behind.map(({ second, lagMs }) => `${escaped(second)} by ${span(lagMs)}`);
  return `${escaped(leader)} leads: ahead of ${listed(told)} [${cites.ofPairs}].`;
};

/** What introduces a report, made of its facts alone. */
export const introduce = (facts: ReportFacts): Written => {
  const { market, from, until } = facts.data;
  const sources = listed(sourcesIn(facts.data).map(escaped));
  const when = from === until ? `At ${moment(from)}` : `Between ${moment(from)} and ${moment(until)}`;
  return {
    title: titleOf(facts),
    introduction: `${when} UTC ${sources} of the market ${escaped(market)} did what they do not usually do. ${strongest(facts)} ${followers(facts)}`,
    decidedBy: DECIDED_BY,
  };
};

/** Writes what can be computed, without asking anybody. */
export const templateWriter: Writer = { write: (facts) => Promise.resolve(introduce(facts)) };
