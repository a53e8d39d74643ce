import { recordNameOf } from '@troupe/contracts/avro';
import { refusal } from './refusal.ts';

const decapitalised = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** `order.confirmed` → `OrderConfirmed`, which is also the name of its creator. */
export const pascal = (words: string): string => recordNameOf(words);

/** `order.confirmed` → `orderConfirmed`. */
export const camel = (words: string): string => decapitalised(pascal(words));

/** `riskScore` → `Risk score.` */
export const sentenceOf = (name: string): string => {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/[.-]/g, ' ')
    .toLowerCase();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
};

/** The words of a list that is separated by commas, each once. */
export const listOf = (text: string): readonly string[] => [
  ...new Set(
    text
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== ''),
  ),
];

/** A name in lower-case words with hyphens. @throws TroupeError DEFINITION_INVALID for any other */
export const kebab = (what: string, name: string): string => {
  if (/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) return name;
  throw refusal(`'${name}' is no name of ${what}`, 'write lower-case words with hyphens, such as price-watch');
};
