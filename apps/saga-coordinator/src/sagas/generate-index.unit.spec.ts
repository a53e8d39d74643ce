import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { renderIndex } from './generate-index.ts';

describe('the index of sagas', () => {
  it('has every saga file, by name, whatever else lies there', () => {
    const index = renderIndex(['order.saga.ts', 'gift-card.saga.ts', 'order.saga.unit.spec.ts', 'order-row.ts']);
    expect(index).toContain(
      "import { giftCardSagas } from './gift-card.saga.ts';\nimport { orderSagas } from './order.saga.ts';",
    );
    expect(index).toContain('  ...giftCardSagas(settings),\n  ...orderSagas(settings),\n');
    expect(index).not.toContain('spec');
  });

  it('is up to date', () => {
    expect(readFileSync(join(import.meta.dirname, 'index.ts'), 'utf8')).toBe(
      renderIndex(readdirSync(import.meta.dirname)),
    );
  });
});
