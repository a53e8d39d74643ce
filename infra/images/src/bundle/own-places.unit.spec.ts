import { describe, expect, it } from '@jest/globals';
import { keepPlace, namedPaths } from './own-places.ts';

describe('the place of a bundled source', () => {
  it('is said from the root of the bundle', () => {
    const kept = keepPlace(`new URL('../prompts', import.meta.url)`, 'apps/bell/src/main.ts');
    expect(kept).toBe(`new URL('../prompts', (new URL("apps/bell/src/main.ts", import.meta.url).href))`);
  });

  it('leads to what its code names, and to nothing that is only in a comment or found in another way', () => {
    const source = `
/** @example read(new URL('./example.json', import.meta.url)) */
 * new URL('./in-a-block.json', import.meta.url)
// './remark.txt'
const at = (name: string): URL => new URL(name, import.meta.url);
export const scripts = [at('./enter.sh'), at('../probe/prober.mjs')];`;
    expect(namedPaths(source)).toEqual(['./enter.sh', '../probe/prober.mjs']);
    expect(namedPaths(`import './other.ts'; import.meta.dirname;`)).toEqual([]);
  });
});
