import { describe, expect, it } from '@jest/globals';
import { filesEndingWith, readText } from './pages.ts';

interface Snippet {
  readonly page: string;
  readonly source: string;
  readonly code: string;
}

/** `<!-- from path -->`, an empty line, and a block of code: the block may be indented, as in a list. */
const MARKED = /^( *)<!-- from (\S+) -->\n\n *```\w*\n(.*?)\n *```$/gms;

const snippetsIn = (page: string): readonly Snippet[] =>
  [...readText(page).matchAll(MARKED)].map(([, indent = '', source = '', code = '']) => ({
    page,
    source,
    code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  }));

const pages = filesEndingWith('.md');
const snippets = pages.flatMap(snippetsIn);

describe('code in the pages', () => {
  it.each(snippets)('of $page is that of $source', ({ source, code }) => {
    expect(readText(source)).toContain(code);
  });

  it('is found wherever it is marked', () => {
    const marks = pages.flatMap((page) => readText(page).match(/^ *<!-- from \S+ -->$/gm) ?? []);
    expect(snippets).toHaveLength(marks.length);
  });
});
