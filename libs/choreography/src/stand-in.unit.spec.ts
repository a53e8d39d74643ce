import { describe, expect, it } from '@jest/globals';
import { standIn } from './stand-in.ts';

interface Store {
  readonly asks?: string;
  read(key: string): string;
}

describe('a stand-in', () => {
  it('has its name, and what is known of it', () => {
    expect(standIn<Store>('store')).toHaveProperty('name', 'store');
    expect(standIn<Store>('store', { asks: undefined }).asks).toBeUndefined();
  });

  it('refuses whatever else is asked of it, naming it', () => {
    expect(() => standIn<Store>('store').read('x')).toThrow(
      /'read' of store is used while its agent is only described/,
    );
  });
});
