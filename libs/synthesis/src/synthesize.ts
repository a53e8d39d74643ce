import { setImmediate as pause } from 'node:timers/promises';
import { sameValue } from '@troupe/feature-spec';
import { evaluate } from './evaluate.ts';
import { demandsIn, readHints, stringsIn } from './hints/hints.ts';
import { createBudget, type Budget } from './search/budget.ts';
import type { Candidate } from './search/candidate.ts';
import { MOST_CASES } from './search/masks.ts';
import { probesFor } from './search/probes.ts';
import type { Case, Problem } from './search/problem.ts';
import { doubtOf } from './search/rivals.ts';
import { search, type Found } from './search/search.ts';
import { refusalOf } from './refusal.ts';
import { simplify } from './simplify.ts';
import type { Program, Synthesis, SynthesisRequest } from './synthesis.ts';

const DEFAULT_EXPRESSIONS = 3_000_000;
const DEFAULT_MS = 10_000;
/** How long the event loop is kept from other work at most. */
const SLICE_MS = 15;

const now = (): number => performance.now();

type Examples = SynthesisRequest['examples'];

const caseOf = ({ arguments: values, expected }: Examples[number]): Case => ({ environment: [...values], expected });

const problemOf = ({ signature, hints = [] }: SynthesisRequest, examples: Examples): Problem => {
  const demands = hints.flatMap(demandsIn);
  return {
    slots: signature.parameters.map(({ type }) => type),
    returns: signature.returns,
    cases: examples.map(caseOf),
    hints: readHints([signature.functionName, ...signature.parameters.map(({ name }) => name), ...hints]),
    isDescribed: hints.length > 0,
    named: [...demands.flat(), ...hints.flatMap(stringsIn)],
    demands,
    depth: 0,
  };
};

interface Run {
  readonly budget: Budget;
  readonly signal: AbortSignal | undefined;
}

/** Lets the search run in slices, and other work between them. */
const run = async (problem: Problem, { budget, signal }: Run): Promise<Found | undefined> => {
  const steps = search(problem, budget);
  let since = now();
  for (;;) {
    if (signal?.aborted) return undefined;
    const step = steps.next();
    if (step.done) return step.value;
    if (now() - since < SLICE_MS) continue;
    await pause();
    since = now();
  }
};

/** What came of a search, with what it was for. */
interface Searched {
  readonly problem: Problem;
  readonly running: Run;
  readonly found: Found | undefined;
  /** Those of the candidates that are right in every example, the simplest first. */
  readonly right: readonly Candidate[];
}

const fits = ({ expression }: Candidate, examples: Examples): boolean =>
  examples.every(({ arguments: values, expected }) => sameValue(expected, evaluate(expression, values)));

const programOf = (request: SynthesisRequest, { expression }: Candidate): Program => ({
  signature: request.signature,
  body: simplify(expression),
});

const spendingOf = ({ budget }: Run): Pick<Synthesis, 'explored' | 'isCut'> => ({
  explored: budget.spent(),
  isCut: !budget.isLeft(),
});

/** The simplest program that is right, unless it may as well be a coincidence. */
const judged = (request: SynthesisRequest, { right, found, problem, running }: Searched): Synthesis | undefined => {
  const [best, ...rivals] = right;
  if (!best || !found) return undefined;
  const refusal = refusalOf(request, { best, rivals, lacking: found.lacking(best), probes: probesFor(problem) });
  return refusal
    ? { found: false, ...refusal, ...spendingOf(running) }
    : { found: true, program: programOf(request, best), certainty: 1 - doubtOf(best, rivals), ...spendingOf(running) };
};

const notSynthesized = ({ signature, examples }: SynthesisRequest, { found, running }: Searched): Synthesis => {
  const spending = spendingOf(running);
  const cause = running.signal?.aborted
    ? 'the search was stopped'
    : spending.isCut
      ? 'the budget is used up'
      : 'nothing simple fits';
  const refused = found && found.refused > 0 ? ['decisions that fit only by repeating the examples: refused'] : [];
  return {
    found: false,
    reason: `no program was found for ${signature.functionName} that is right in all ${examples.length} examples and says more than they do: ${cause}`,
    tried: [
      `every expression of cost ${found?.reached ?? 0} or less: ${spending.explored} were tried`,
      'decisions between such expressions, by thresholds and other conditions',
      ...refused,
    ],
    ...spending,
  };
};

/** As many examples as the search can hold; the last ones first, because those were added for a reason. */
const select = (examples: Examples, failed: Examples): Examples =>
  [...failed, ...examples.filter((example) => !failed.includes(example))].slice(0, MOST_CASES);

/**
 * Finds the simplest program that is right in all examples, by trying expressions in order of cost. One that the examples
 * do not bear out, or that has a rival as simple, is refused. The same request gives the same answer, as long as time
 * does not run out. Lets other work go on between slices of 15 ms.
 */
export const synthesize = async (request: SynthesisRequest): Promise<Synthesis> => {
  const { examples, budget: { expressions = DEFAULT_EXPRESSIONS, ms = DEFAULT_MS } = {}, signal } = request;
  const budget = createBudget({ expressions, until: now() + ms, now });
  const running: Run = { budget, signal };
  let failed: Examples = [];
  for (;;) {
    const problem = problemOf(request, select(examples, failed));
    const found = await run(problem, running);
    const right = found?.candidates.filter((candidate) => fits(candidate, examples)) ?? [];
    const searched = { found, problem, running, right };
    const result = judged(request, searched);
    if (result) return result;
    const wrong = examples.find(({ arguments: values, expected }) => {
      const [first] = found?.candidates ?? [];
      return first && !sameValue(expected, evaluate(first.expression, values));
    });
    if (!wrong || failed.includes(wrong) || !budget.isLeft()) return notSynthesized(request, searched);
    failed = [...failed, wrong];
  }
};
