import type { Cue } from './cue.ts';

const HARMFUL: ReadonlySet<string> = new Set([
  'complaint',
  'problem',
  'wait',
  'denial',
  'leaving',
  'sarcasm',
  'demand',
]);
const KIND: ReadonlySet<string> = new Set(['praise', 'courtesy']);
/** From this much harm on a good word in the same ticket is hardly meant. */
const HARM_FROM = 1.2;
/** What is left of a good word for each unit of harm beside it. */
const LESS_PER_HARM = 0.6;
const SARCASM = 0.5;
/** A strong good word at the very beginning of a tale of harm. */
const OPENING_TOKENS = 4;

const harmIn = (cues: readonly Cue[]): number =>
  cues.filter(({ family }) => HARMFUL.has(family)).reduce((sum, { weight }) => sum + Math.max(0, weight), 0);

/**
 * Good words beside harm weigh less: who thanks for a lost bag thanks for nothing. One that opens a tale of harm counts
 * against the good mood that it says.
 */
export const withoutSarcasm = (cues: readonly Cue[]): readonly Cue[] => {
  const harm = harmIn(cues);
  if (harm < HARM_FROM) return cues;
  const meant = cues.map((cue) =>
    KIND.has(cue.family) ? { ...cue, weight: cue.weight / (1 + LESS_PER_HARM * harm) } : cue,
  );
  const opening = cues.find(({ family, weight, at }) => family === 'praise' && weight < -1 && at < OPENING_TOKENS);
  return opening === undefined ? meant : [...meant, { ...opening, family: 'sarcasm', weight: SARCASM }];
};
