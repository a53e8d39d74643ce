import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { filesEndingWith, readText, ROOT } from './pages.ts';

const pages = filesEndingWith('.md');

const withoutCode = (page: string): string => page.replace(/^```.*?^```/gms, '').replace(/`[^`\n]*`/g, 'code');

const linksIn = (page: string): readonly string[] =>
  [...withoutCode(page).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target]) => target ?? []);

const isElsewhere = (target: string): boolean => /^[a-z]+:/.test(target);

/** The anchors that GitHub gives the headings of a page. */
const anchorsOf = (page: string): readonly string[] =>
  [...page.replace(/^```.*?^```/gms, '').matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    (heading ?? '')
      .toLowerCase()
      .replace(/[^\p{Letter}\p{Number} _-]/gu, '')
      .replaceAll(' ', '-'),
  );

const isBroken = (from: string, link: string): boolean => {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? from : join(dirname(from), path);
  if (!existsSync(join(ROOT, target))) return true;
  return anchor !== undefined && !anchorsOf(readText(target)).includes(anchor);
};

describe('the links of every page', () => {
  it.each(pages)('of %s lead somewhere', (path) => {
    const local = linksIn(readText(path)).filter((target) => !isElsewhere(target));
    expect(local.filter((target) => isBroken(path, target))).toEqual([]);
  });
});

describe('docs/decisions', () => {
  const records = pages.filter((path) => /^docs\/decisions\/\d/.test(path));

  it('are all listed, under their titles', () => {
    const index = readText('docs/decisions/README.md');
    const listed = [...index.matchAll(/\[(.+?)\]\((.+?\.md)\)/g)].map(
      ([, title, file]) => `${file ?? ''}: ${title ?? ''}`,
    );
    const titled = records.map(
      (path) => `${path.slice('docs/decisions/'.length)}: ${readText(path).split('\n')[0]?.slice(2) ?? ''}`,
    );
    expect(listed.toSorted()).toEqual(titled);
  });

  it.each(records)('%s says its status, context, decision and consequences', (path) => {
    const record = readText(path);
    expect(record).toMatch(/^Status: (proposed|accepted|replaced by .+) · \d{4}-\d\d-\d\d$/m);
    expect([...record.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)).toEqual([
      'Context',
      'Decision',
      'Consequences',
    ]);
  });
});
