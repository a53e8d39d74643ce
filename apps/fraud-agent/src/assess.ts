import type { VerifiedReason } from '@troupe/contracts';
import type { Order, PastOrder } from './order.ts';
import { LOOKS, type RuleName } from './risk-rules.ts';

/** A rule as the table of rules has it. */
export interface RiskRule {
  readonly rule: RuleName;
  /** How sure the rule alone makes us of fraud, between 0 and 1. */
  readonly weight: number;
  /** The limit that the rule compares with; the table says what it counts. */
  readonly parameter: number;
  /** What the rule says, for people; what it saw is appended. */
  readonly reason: string;
}

/** The rules in force and the score from which an order is flagged. */
export interface RiskPolicy {
  readonly rules: readonly RiskRule[];
  readonly flagFrom: number;
}

/** What was concluded about an order. */
export interface Assessment {
  /** Between 0 (no rule spoke) and 1. */
  readonly score: number;
  /** The rules that spoke, heaviest first. */
  readonly reasons: readonly VerifiedReason[];
  readonly flagged: boolean;
}

/** How fine a score is told; binary fractions would otherwise decide at the threshold. */
const SCORE_STEPS = 10_000;

const heaviestFirst = (a: VerifiedReason, b: VerifiedReason): number =>
  b.weight - a.weight || (a.rule < b.rule ? -1 : 1);

/**
 * Judges an order by the customer's earlier orders. The score is 1 − Π(1 − weight) over the rules that spoke: each is
 * taken as independent evidence, so several weak signs add up, no order of the rules matters and 1 is never passed.
 */
export const assess = (order: Order, past: readonly PastOrder[], policy: RiskPolicy): Assessment => {
  const reasons = policy.rules.flatMap(({ rule, weight, parameter, reason }) => {
    const seen = LOOKS[rule](order, past, parameter);
    return seen === undefined ? [] : [{ rule, weight, reason: `${reason}: ${seen}` }];
  });
  const trust = reasons.reduce((product, { weight }) => product * (1 - weight), 1);
  const score = Math.round((1 - trust) * SCORE_STEPS) / SCORE_STEPS;
  return { score, reasons: reasons.toSorted(heaviestFirst), flagged: score >= policy.flagFrom };
};
