import type { Budget } from './budget.ts';
import type { Candidate } from './candidate.ts';
import { constantsFor } from './constants.ts';
import { cheapestDecisions, decisionsOf } from './decision-list.ts';
import { expressionOf, type Entry } from './entry.ts';
import { createGathering, type Gathering } from './gathering.ts';
import { allOf } from './masks.ts';
import { isLookup } from './overfit.ts';
import type { Problem } from './problem.ts';
import { createRanking, type Ranking } from './ranking.ts';
import { createSpace, type Space } from './space.ts';
import { guessesFor } from './structure.ts';
import { bestTerms, numbersAmong } from './terms.ts';
import { typesOf } from './types-of.ts';

/** What came of a search. */
export interface Found {
  /** Right in all cases, the best first. */
  readonly candidates: readonly Candidate[];
  /** The cost up to which every expression was looked at. */
  readonly reached: number;
  /** How often decisions were refused that are right in all cases, because they only repeat the examples. */
  readonly refused: number;
}

interface Search {
  readonly problem: Problem;
  readonly budget: Budget;
  readonly gathering: Gathering;
  readonly ranking: Ranking;
  readonly space: Space;
}

const DEAREST = 40;
const DEAREST_DECISIONS = 60;
/** From this cost on it pays to look for decisions; at this cost there are lists to build results of item by item. */
const DECISIONS_FROM = 4;
const STRUCTURE_AT = 5;
const DEEPEST = 2;
/** What one guess may use of what is left. */
const SHARE_OF_GUESS = 0.2;
const MOST_GUESSES = 8;
const BEST_OF_GUESS = 3;
/** How many expressions are tried between two pauses. */
const AT_ONCE = 2_000;

const isStrict = ({ hints: { says } }: Problem): boolean =>
  ['over', 'above', 'more', 'exceed', 'greater'].some(says) && !['least', 'from'].some(says);

const spaceFor = (problem: Problem, found: (entry: Entry) => void, again: (entry: Entry) => void): Space => {
  const { slots, returns, cases, hints, named } = problem;
  return createSpace({
    slots,
    environments: cases.map(({ environment }) => environment),
    types: typesOf(problem),
    constants: constantsFor(problem),
    costOf: hints.costOf,
    taste: { named: numbersAmong(named), strict: isStrict(problem) },
    found,
    goal: { type: returns, values: cases.map(({ expected }) => expected), again },
  });
};

const begin = (problem: Problem, budget: Budget): Search => {
  // The place of an item may always be ignored.
  const needed = problem.slots.length - (problem.depth > 0 ? 1 : 0);
  const ranking = createRanking(problem, budget, needed);
  const again = (entry: Entry): void => ranking.add(expressionOf(entry), entry.cost);
  const gathering = createGathering(problem, again);
  return { problem, budget, gathering, ranking, space: spaceFor(problem, gathering.add, again) };
};

/** Looks for decisions between what was found; gives how often they were refused. */
const decide = ({ problem, gathering, ranking }: Search): number => {
  const list = cheapestDecisions({
    full: allOf(problem.cases.length),
    termFor: bestTerms(problem, gathering),
    predicates: gathering.predicates(),
    below: Math.min(ranking.best(), DEAREST_DECISIONS),
  });
  if (!list) return 0;
  if (isLookup(list, problem)) return 1;
  ranking.add(decisionsOf(list), list.cost);
  return 0;
};

/** Solves the parts of what the program may be built like. */
function* guess({ problem, budget, ranking, space }: Search): Generator<void, void> {
  if (problem.depth >= DEEPEST) return;
  for (const { part, whole, cost } of guessesFor(problem, space.bank).slice(0, MOST_GUESSES)) {
    if (!budget.isLeft() || cost >= ranking.best()) return;
    const { candidates } = yield* search(part, budget.part(SHARE_OF_GUESS));
    for (const { expression, score } of candidates.slice(0, BEST_OF_GUESS))
      ranking.add(whole(expression), cost + score);
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

/** Searches for expressions that are right in all cases, the simplest first. Pauses often: then it can be left. */
export function* search(problem: Problem, budget: Budget): Generator<void, Found> {
  const searching = begin(problem, budget);
  const { ranking } = searching;
  let [reached, refused] = [0, 0];
  for (let cost = 1; cost <= DEAREST && !ranking.isEnough(cost - 1); cost += 1) {
    yield* grow(searching, cost);
    if (cost >= DECISIONS_FROM) refused += decide(searching);
    if (cost === STRUCTURE_AT) yield* guess(searching);
    if (!budget.isLeft()) break;
    reached = cost;
  }
  return { candidates: ranking.candidates(), reached, refused };
}
