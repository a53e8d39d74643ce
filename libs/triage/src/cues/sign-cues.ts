import { feelingOf } from '../lexicon/emotions.ts';
import { NUMBER_WORDS, TIME_UNITS } from '../lexicon/modifiers.ts';
import type { Token } from '../text/token.ts';
import type { Cue } from './cue.ts';

const FEELING_PER_STEP = -0.35;
const STARTLED = 0.5;
const SHARED = -0.4;
const SHOUTS_FROM = 3;
const SHOUTING = 0.5;

const faces = (tokens: readonly Token[]): readonly Cue[] =>
  tokens.flatMap(({ kind, text }, at) => {
    const weight = kind === 'emotion' ? feelingOf(text) * FEELING_PER_STEP : 0;
    return weight === 0 ? [] : [{ family: 'mood' as const, text, weight, at, end: at + 1 }];
  });

/** "?!" and "???" are no questions. */
const startled = (tokens: readonly Token[]): readonly Cue[] =>
  tokens.flatMap(({ kind, text }, at) =>
    kind === 'plea' && text.length > 1 && text.includes('?')
      ? [{ family: 'reproach' as const, text, weight: STARTLED, at, end: at + 1 }]
      : [],
  );

/** Whoever shows a page tells of something; whoever complains tells of themselves. */
const shared = (tokens: readonly Token[]): readonly Cue[] => {
  const at = tokens.findIndex(({ kind }) => kind === 'link');
  return at === -1 ? [] : [{ family: 'enquiry', text: 'a link', weight: SHARED, at, end: at + 1 }];
};

const shouted = (tokens: readonly Token[]): readonly Cue[] => {
  const loud = tokens.filter(({ kind, text, isShouted }) => kind === 'word' && isShouted && text.length > 3);
  const text = loud.map((token) => token.text).join(' ');
  return loud.length < SHOUTS_FROM ? [] : [{ family: 'mood', text, weight: SHOUTING, at: 0, end: 0 }];
};

const amountOf = ({ kind, text, word }: Token): number | undefined =>
  kind === 'number' ? Number.parseFloat(text) : NUMBER_WORDS.get(word);

const QUARTER_MINUTES = 15;

/** A quarter of an hour is little, and each doubling adds as much as the one before. */
const weightOfMinutes = (minutes: number): number =>
  Math.min(1.3, Math.max(0.2, 0.3 + 0.15 * Math.log2(minutes / QUARTER_MINUTES)));

/** How long something took: "3 hours", "45 min". */
const waits = (tokens: readonly Token[]): readonly Cue[] =>
  tokens.flatMap((token, at) => {
    const unit = tokens[at + 1];
    const minutes = (amountOf(token) ?? 0) * (TIME_UNITS.get(unit?.word ?? '') ?? 0);
    if (unit === undefined || !(minutes > 0)) return [];
    return [{ family: 'wait' as const, text: `${token.text} ${unit.text}`, weight: weightOfMinutes(minutes), at, end: at + 2 }]; // prettier-ignore
  });

/** What signs, capitals, links and numbers of a ticket say. */
export const signCues = (tokens: readonly Token[]): readonly Cue[] =>
  [faces, startled, shared, shouted, waits].flatMap((look) => look(tokens));
