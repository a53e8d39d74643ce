import { describe, expect, it } from '@jest/globals';
import { ASSETS, readPages } from './page-files.ts';

const pages = readPages();
const modules = [...pages].filter(([, { type }]) => type.startsWith('text/javascript'));

const importsOf = (body: string): readonly string[] =>
  [...body.matchAll(/(?<=[\s}])from\s*["']([^"']+)["']/g)].map(([, path = '']) => path);

/** Where a module finds what it imports. */
const placeOf = (path: string, imported: string): string =>
  new URL(imported, `http://gateway${ASSETS}${path}`).pathname.replace(ASSETS, '');

describe('the files of the pages', () => {
  it('find all that they import', () => {
    expect(modules.length).toBeGreaterThan(10);
    for (const [path, { body }] of modules)
      for (const imported of importsOf(body)) expect([...pages.keys()]).toContain(placeOf(path, imported));
  });

  it('are scripts without types, and no specs', () => {
    for (const [path, { body }] of modules) {
      expect(path).not.toContain('.spec.');
      expect(body).not.toMatch(/^(import|export) type |^export interface /m);
    }
  });

  it.each(['desk', 'chat'])('has neither script nor style within the page of the %s', (name) => {
    const { body } = pages.get(`${name}.html`) ?? { body: '' };
    expect(body).toContain(`src="${ASSETS}${name}/main.ts"`);
    expect(body).not.toMatch(/<style|style=|<script[^>]*>[^<]|\son[a-z]+=/);
    for (const [, path = ''] of body.matchAll(/(?:src|href)="\/assets\/([^"]+)"/g)) expect(pages.has(path)).toBe(true);
  });
});
