import { isIdentifier, LONGEST_NAME } from '@troupe/feature-spec';
import { ARTICLES } from '../wording/vocabulary.ts';

/** The most words of a name of a function. */
const MOST_WORDS = 6;

/** The words of a text as they can stand in a name: letters without accents, and digits. */
const plainWords = (text: string): readonly string[] =>
  text
    .replace(/ß/g, 'ss')
    .normalize('NFD')
    .replace(/['’]s\b|\p{M}/gu, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '');

const capital = (word: string): string => `${word.charAt(0).toUpperCase()}${word.slice(1).toLowerCase()}`;

/** The text as a name in camelCase; undefined when nothing of it can stand in one. */
export const camelCase = (text: string): string | undefined => {
  const [first = '', ...others] = plainWords(text);
  const name = `${first.toLowerCase()}${others.map(capital).join('')}`;
  if (isIdentifier(name)) return name;
  // A word of the language is a name once it has another word beside it.
  return isIdentifier(`${name}Value`) ? `${name}Value` : undefined;
};

/** A title as the name of a function: its first words, without articles. */
export const functionNameOf = (title: string): string | undefined =>
  camelCase(
    plainWords(title)
      .filter((word) => !ARTICLES.has(word.toLowerCase()))
      .slice(0, MOST_WORDS)
      .join(' '),
  );

/** The file that a function is kept in, without ending: hyphens make it longer than the name, so that it may be cut. */
export const moduleNameOf = (functionName: string): string =>
  functionName
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .slice(0, LONGEST_NAME)
    .replace(/-$/, '');
