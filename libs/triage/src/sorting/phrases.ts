import type { Token } from '../text/token.ts';

/** Words that say one thing, and how much. */
export interface PhraseGroup<Name extends string> {
  readonly name: Name;
  readonly weight: number;
  /** In lower case, separated by commas; of several words too. */
  readonly phrases: string;
}

/** A phrase that was found. */
export interface FoundPhrase<Name extends string> {
  readonly name: Name;
  readonly phrase: string;
  readonly weight: number;
}

/** Finds which phrases of these groups a ticket has, each once. */
export const phraseFinder = <Name extends string>(groups: readonly PhraseGroup<Name>[]) => {
  const known = groups.flatMap(({ name, weight, phrases }) =>
    phrases.split(',').map((phrase) => ({ name, weight, phrase: phrase.trim().replaceAll(/\s+/g, ' ') })),
  );
  return (tokens: readonly Token[]): readonly FoundPhrase<Name>[] => {
    const text = ` ${tokens.map(({ word }) => word).join(' ')} `;
    return known.filter(({ phrase }) => text.includes(` ${phrase} `));
  };
};
