import { boundaryWords } from '../hints/boundary-words.ts';
import type { Budget } from './budget.ts';
import type { Candidate } from './candidate.ts';
import { categoriesOf } from './categories.ts';
import { constantsFor } from './constants.ts';
import { cheapestDecisions, decisionsOf, variantsOf } from './decision-tree.ts';
import { expressionOf, type Entry } from './entry.ts';
import { createGathering, type Gathering } from './gathering.ts';
import { examplesLacking, weigh } from './evidence.ts';
import { makeupOfOne, makeupOfTree } from './makeup.ts';
import { allOf } from './masks.ts';
import { isLookup } from './overfit.ts';
import { probesFor } from './probes.ts';
import { placesOf, type Problem } from './problem.ts';
import { createRanking, RIVAL_SPAN, type Ranking } from './ranking.ts';
import { relevantOperators } from './relevant.ts';
import { createSpace, type Space } from './space.ts';
import { guessesFor } from './structure.ts';
import { createTermSource, numbersAmong, type TermSource } from './terms.ts';
import type { BoundaryTaste } from './thresholds.ts';
import { typesOf } from './types-of.ts';

/** What came of a search. */
export interface Found {
  /** Right in all cases, the best first. */
  readonly candidates: readonly Candidate[];
  /** The cost up to which every expression was looked at. */
  readonly reached: number;
  /** How often decisions were refused that are right in all cases, because they only repeat the examples. */
  readonly refused: number;
  /** How many more cases it would take to say this candidate; 0 when these tell enough. */
  readonly lacking: (candidate: Candidate) => number;
}

interface Search {
  readonly problem: Problem;
  readonly budget: Budget;
  readonly gathering: Gathering;
  readonly terms: TermSource;
  readonly ranking: Ranking;
  readonly space: Space;
}

const DEAREST = 40;
const DEAREST_DECISIONS = 60;
/** How far decisions are looked for each time. */
const MOST_STEPS = 60_000;
const MOST_STEPS_INSIDE = 6_000;
/** From this cost on it pays to look for decisions. */
const DECISIONS_FROM = 4;
/** The costs at which guesses are followed, with how many expressions each may try. */
const GUESSES: ReadonlyMap<number, number> = new Map([
  [6, 8_000],
  [8, 40_000],
  [10, 150_000],
  [12, 600_000],
]);
const DEEPEST = 2;
const MOST_GUESSES = 10;
const BEST_OF_GUESS = 3;
/** How many expressions are tried between two pauses. */
const AT_ONCE = 2_000;

/** Thresholds in programs that are not described by any. */
const UNSAID_COST = 1;

/** A yes or no is a decision as a whole. */
const isDecision = ({ returns }: Problem): boolean => returns === 'boolean';

const tasteOf = ({ hints, named, isDescribed }: Problem): BoundaryTaste => {
  const { isStrict, isSaid } = boundaryWords(hints, !isDescribed);
  return { named: numbersAmong(named), isStrict, extra: isSaid ? 0 : UNSAID_COST };
};

const spaceFor = (problem: Problem, gathering: Gathering, again: (entry: Entry) => void): Space => {
  const { slots, returns, cases, hints } = problem;
  return createSpace({
    slots,
    environments: cases.map(({ environment }) => environment),
    places: placesOf(problem),
    types: typesOf(problem),
    operators: relevantOperators(problem),
    constants: constantsFor(problem),
    categories: categoriesOf(problem),
    costOf: hints.costOf,
    taste: tasteOf(problem),
    found: gathering.add,
    passedOver: gathering.addAlternative,
    goal: { type: returns, values: cases.map(({ expected }) => expected), again },
  });
};

const begin = (problem: Problem, budget: Budget, below: number): Search => {
  const full = allOf(problem.cases.length);
  const again = (entry: Entry): void =>
    ranking.add(expressionOf(entry), entry.cost, makeupOfOne(isDecision(problem), entry.cost, full));
  const gathering = createGathering(problem, again);
  const space = spaceFor(problem, gathering, again);
  const probes = problem.depth === 0 ? { probes: probesFor(problem) } : {};
  const ranking = createRanking(problem, { tried: () => space.counts().tried, below, ...probes });
  return { problem, budget, gathering, terms: createTermSource(problem, gathering), ranking, space };
};

/** Looks for decisions between what was found; gives how often they were refused. */
const decide = ({ problem, gathering, terms, ranking }: Search): number => {
  const trees = cheapestDecisions({
    full: allOf(problem.cases.length),
    termFor: terms.now(),
    predicates: gathering.predicates(),
    below: Math.min(ranking.best() + RIVAL_SPAN, DEAREST_DECISIONS),
    steps: problem.depth === 0 ? MOST_STEPS : MOST_STEPS_INSIDE,
  });
  const borneOut = trees.filter((tree) => !isLookup(tree, problem));
  for (const tree of borneOut.flatMap((one) => [one, ...variantsOf(one, gathering.alternatives)]))
    ranking.add(decisionsOf(tree), tree.cost, makeupOfTree(isDecision(problem), tree));
  return trees.length - borneOut.length;
};

/** Solves the parts of what the program may be built like. */
function* guess({ problem, budget, ranking, space }: Search, expressions: number): Generator<void, void> {
  if (problem.depth >= DEEPEST) return;
  for (const { part, whole, cost } of guessesFor(problem, space.bank).slice(0, MOST_GUESSES)) {
    if (!budget.isLeft() || cost >= ranking.best()) return;
    const { candidates } = yield* search(part, budget.part(expressions), ranking.best() - cost);
    for (const { expression, score } of candidates.slice(0, BEST_OF_GUESS))
      ranking.add(whole(expression), cost + score, makeupOfOne(false, cost + score, allOf(problem.cases.length)));
  }
}

/** Lets the space grow by one cost, as long as there is something to spend and to hope for. */
function* grow({ budget, ranking, space }: Search, cost: number): Generator<void, void> {
  let tried = space.counts().tried;
  const spend = (): void => {
    const now = space.counts().tried;
    budget.spend(now - tried);
    tried = now;
  };
  for (const pause of space.grow(cost)) {
    if (space.counts().tried - tried < AT_ONCE) continue;
    spend();
    if (!budget.isLeft() || ranking.isEnough(cost - 1)) return;
    yield pause;
  }
  spend();
}

/**
 * Searches for expressions that are right in all cases and cost less than `below`, the simplest first. Pauses often: then
 * it can be left.
 */
export function* search(problem: Problem, budget: Budget, below = Infinity): Generator<void, Found> {
  const searching = begin(problem, budget, below);
  const { ranking } = searching;
  const { census } = searching.gathering;
  let [reached, refused] = [0, 0];
  for (let cost = 1; cost <= DEAREST && !ranking.isEnough(cost - 1); cost += 1) {
    yield* grow(searching, cost);
    if (cost >= DECISIONS_FROM) refused += decide(searching);
    const affordable = GUESSES.get(cost);
    if (affordable !== undefined && !ranking.isEnough(cost)) yield* guess(searching, affordable);
    if (!budget.isLeft()) break;
    reached = cost;
    census.reach(cost);
  }
  return {
    candidates: ranking.candidates(),
    reached,
    refused,
    lacking: (candidate) => examplesLacking(weigh(candidate, problem, census), problem.cases.length),
  };
}
