export { evaluate } from './evaluate.ts';
export type { Expression } from './expression.ts';
export { printProgram, type ProgramText } from './printing/print-program.ts';
export type {
  NotSynthesized,
  Program,
  Synthesis,
  SynthesisBudget,
  Synthesized,
  SynthesisRequest,
} from './synthesis.ts';
export { synthesize } from './synthesize.ts';
