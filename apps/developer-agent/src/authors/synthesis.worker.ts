import { printProgram, synthesize, type Synthesis, type SynthesisRequest } from '@troupe/synthesis';

/** A search, as plain data. */
export type SearchRequest = Omit<SynthesisRequest, 'signal'> & {
  /** The first line of the comment of the function. */
  readonly description: string;
};

/** What a search found, as plain data. */
export type SearchResult = { readonly explored: number; readonly ms: number } & (
  | {
      readonly found: true;
      readonly source: string;
      /** How many other programs, as simple, fit too. */
      readonly rivals: number;
      /** The part of like arguments on which all of them agree, from 0 to 1. */
      readonly agreement: number;
    }
  | { readonly found: false; readonly reason: string; readonly tried: readonly string[] }
);

const resultOf = (synthesis: Synthesis, description: string) => {
  if (!synthesis.found) return { found: false, reason: synthesis.reason, tried: synthesis.tried } as const;
  const { program, alternatives, agreement } = synthesis;
  const source = printProgram({ ...program, description });
  return { found: true, source, rivals: alternatives.length, agreement } as const;
};

/** Searches a program and writes it down: in a thread of its own, because it takes the processor for seconds. */
export const work = async ({ description, ...request }: SearchRequest): Promise<SearchResult> => {
  const begun = performance.now();
  const synthesis = await synthesize(request);
  const ms = Math.round(performance.now() - begun);
  return { ...resultOf(synthesis, description), explored: synthesis.explored, ms };
};
