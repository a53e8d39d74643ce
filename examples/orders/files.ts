import type { Examples } from './build.ts';
import { SourceError } from './source-error.ts';
import { describeTally } from './tally.ts';

/** The files that are made, by their path below `examples/`. */
export type ExampleFiles = Readonly<Record<'orders.jsonl' | 'orders/products.json' | 'README.md', string>>;

const COUNTS = /(<!-- counts: written by make-orders\.ts -->\n).*?(<!-- end of counts -->)/s;

const withCounts = (readme: string, counts: string): string => {
  if (!COUNTS.test(readme)) throw new SourceError('README.md has lost its two "counts" comments: put them back.');
  return readme.replace(COUNTS, (_, start: string, end: string) => `${start}\n${counts}\n\n${end}`);
};

/**
 * The content of every file that is made.
 *
 * @param readme the README as it stands; only its counts are replaced
 * @throws SourceError when the README has no place for the counts
 */
export const renderFiles = ({ entries, products, tally }: Examples, readme: string): ExampleFiles => ({
  'orders.jsonl': entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''),
  'orders/products.json': `${JSON.stringify(products, null, 2)}\n`,
  'README.md': withCounts(readme, describeTally(tally)),
});
