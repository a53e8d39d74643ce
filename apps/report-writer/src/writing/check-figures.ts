import { renderReport } from '../render-report.ts';
import { introduce } from './template-writer.ts';
import type { ReportFacts } from './writer.ts';

const CITATION = /\[(\d{1,4})\]/g;
const NUMBER = /\d+(?:[.,:]\d+)*/g;
/** Links, pictures and HTML are no part of an introduction: what leads elsewhere cannot be checked. */
const ELSEWHERE = /https?:|www\.|\]\(|[<>]|!\[/i;

const numbersIn = (text: string): readonly string[] => text.replaceAll(CITATION, ' ').match(NUMBER) ?? [];

/** Every number that stands in the facts as they are told, and days and months without their zero. */
const known = (facts: ReportFacts): ReadonlySet<string> => {
  const numbers = numbersIn(renderReport(facts, introduce(facts)));
  return new Set(numbers.flatMap((number) => [number, number.replace(/^0(?=\d$)/, '')]));
};

/** What is wrong with a text that somebody wrote about facts; empty when every figure of it is theirs, and it cites them. */
export const problemsOf = (text: string, facts: ReportFacts): readonly string[] => {
  const figures = known(facts);
  const invented = numbersIn(text).filter((number) => !figures.has(number));
  const cited = [...text.matchAll(CITATION)].map(([, number]) => Number(number));
  const { length } = facts.cites.events;
  return [
    ...(invented.length === 0
      ? []
      : [`says ${invented.join(', ')}, which the facts do not: use their figures as they stand, or none`]),
    ...(cited.length > 0
      ? []
      : ['cites nothing: put the number of the event that a figure is of behind it, such as [1]']),
    ...(cited.every((number) => number >= 1 && number <= length)
      ? []
      : [`cites what is not there: events go from [1] to [${length}]`]),
    ...(ELSEWHERE.test(text) ? ['has a link, a picture or HTML: write words'] : []),
  ];
};
