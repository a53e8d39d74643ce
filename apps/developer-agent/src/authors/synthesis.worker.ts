import { printProgram, synthesize, type Synthesis, type SynthesisRequest } from '@troupe/synthesis';

/** A search, as plain data. */
export type SearchRequest = Omit<SynthesisRequest, 'signal'> & {
  /** The first line of the comment of the function. */
  readonly description: string;
};

/** What a search found, as plain data. */
export type SearchResult = Pick<Synthesis, 'explored' | 'isCut'> & { readonly ms: number } & (
    | {
        readonly found: true;
        readonly source: string;
        /** How likely it is the program that is meant, among all that were found, from 0 to 1. */
        readonly certainty: number;
      }
    | { readonly found: false; readonly reason: string; readonly tried: readonly string[] }
  );

const resultOf = (synthesis: Synthesis, description: string) => {
  if (!synthesis.found) return { found: false, reason: synthesis.reason, tried: synthesis.tried } as const;
  const source = printProgram({ ...synthesis.program, description });
  return { found: true, source, certainty: synthesis.certainty } as const;
};

/** Searches a program and writes it down: in a thread of its own, because it takes the processor for seconds. */
export const work = async ({ description, ...request }: SearchRequest): Promise<SearchResult> => {
  const begun = performance.now();
  const synthesis = await synthesize(request);
  const ms = Math.round(performance.now() - begun);
  const { explored, isCut } = synthesis;
  return { ...resultOf(synthesis, description), explored, isCut, ms };
};
