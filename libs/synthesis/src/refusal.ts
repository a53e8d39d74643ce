import { callText, renderValue, type Value } from '@troupe/feature-spec';
import { printProgram } from './printing/print-program.ts';
import type { Candidate } from './search/candidate.ts';
import type { Probes } from './search/probes.ts';
import { isAlone, openQuestion } from './search/rivals.ts';
import { simplify } from './simplify.ts';
import type { NotSynthesized, SynthesisRequest } from './synthesis.ts';

/** A program that is right in every example, and what speaks against it. */
interface Suspect {
  readonly best: Candidate;
  /** Others that are right in every example and behave otherwise, the simplest first. */
  readonly rivals: readonly Candidate[];
  /** How many more examples it would take; 0 when there are enough. */
  readonly lacking: number;
  readonly probes: Probes;
}

type Refusal = Pick<NotSynthesized, 'reason' | 'tried'>;

const sourceOf = ({ signature }: SynthesisRequest, { expression }: Candidate): string =>
  printProgram({ signature, body: simplify(expression) })
    .replace(/\/\*\*.*?\*\/\s*/s, '')
    .trim();

const told = (value: Value | undefined): string => (value === undefined ? 'no value' : renderValue(value));

const ambiguity = (request: SynthesisRequest, { best, rivals, probes }: Suspect): string => {
  const [rival] = rivals;
  const open = rival && openQuestion(probes, best, rival);
  if (!open) return 'programs that are as simple differ elsewhere';
  const [one, other] = open.results.map(told);
  const call = callText(request.signature, open);
  return `an example of ${call} would tell: programs that are as simple give ${one} and ${other}`;
};

/** Where as many again would not do, how many is anybody's guess. */
const moreOf = (lacking: number, examples: number): string => {
  if (lacking > examples) return 'Many more examples';
  return lacking === 1 ? 'About one more example' : `About ${lacking} more examples`;
};

/**
 * Why a program is refused although it is right in every example: they do not tell enough for one so long, or another one
 * that is as simple is right in them, too. Undefined when it is not refused.
 */
export const refusalOf = (request: SynthesisRequest, suspect: Suspect): Refusal | undefined => {
  const { best, rivals, lacking } = suspect;
  const { signature, examples } = request;
  const rejected = [best, ...rivals].slice(0, 2).map((one) => `refused: ${sourceOf(request, one)}`);
  const refuse = (why: string): Refusal => ({
    reason: `what fits the ${examples.length} examples of ${signature.functionName} may be a coincidence: ${why}`,
    tried: rejected,
  });
  if (lacking > 0)
    return refuse(`a program so long would fit others, too. ${moreOf(lacking, examples.length)} would tell`);
  return isAlone(best, rivals) ? undefined : refuse(ambiguity(request, suspect));
};
