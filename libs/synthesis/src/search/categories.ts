import type { Value } from '@troupe/feature-spec';
import { isSaid, type Problem } from './problem.ts';

/** What a variable that stands for kinds of things, such as levels and countries, is compared with. */
export interface Category {
  /** True when its values come again, so that it is compared and hardly ever looked into. */
  readonly isClosed: boolean;
  readonly values: readonly {
    readonly value: string;
    /** Whether the description names it. */ readonly isNamed: boolean;
  }[];
}

/** By slot. */
export type Categories = ReadonlyMap<number, Category>;

const LONGEST_NAME = 20;
const FEWEST_CASES = 4;
/** The part of the cases that may have a value of their own. */
const MOST_DIFFERENT = 0.67;

const PLAIN_WORD = /^[A-Za-z]+$/;

const holds = (value: Value, text: string): boolean => String(value).toLowerCase().includes(text.toLowerCase());

const areNames = (texts: readonly string[], results: readonly Value[]): boolean =>
  texts.length >= FEWEST_CASES &&
  texts.every((text) => text.length <= LONGEST_NAME && !text.includes(' ')) &&
  !texts.some((text, index) => text !== '' && holds(results[index] ?? '', text));

/** The variables of the outermost problem that are single words and no part of the results. */
export const categoriesOf = (problem: Problem): Categories => {
  const { slots, cases, depth } = problem;
  const results = cases.map(({ expected }) => expected);
  return new Map(
    slots.flatMap((type, slot) => {
      const texts = cases.map(({ environment }) => String(environment[slot] ?? ''));
      if (depth > 0 || type !== 'string' || !areNames(texts, results)) return [];
      const distinct = [...new Set(texts)];
      const isClosed = distinct.length <= texts.length * MOST_DIFFERENT;
      if (!isClosed && !distinct.every((text) => PLAIN_WORD.test(text))) return [];
      const values = distinct.map((value) => ({ value, isNamed: isSaid(problem, value) }));
      return [[slot, { isClosed, values }] as const];
    }),
  );
};
