import { isSlot, type Token } from '../steps/token.ts';
import { FILLERS } from './vocabulary.ts';

/** What a statement is called that can be true or false: its words, without those that say nothing. */
export const statementOf = (tokens: readonly Token[]): string =>
  tokens.flatMap((token) => (isSlot(token) || FILLERS.has(token.word.toLowerCase()) ? [] : [token.word])).join(' ');
