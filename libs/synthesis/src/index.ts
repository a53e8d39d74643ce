export { printProgram } from './printing/print-program.ts';
export type { Synthesis, SynthesisRequest } from './synthesis.ts';
export { synthesize } from './synthesize.ts';
