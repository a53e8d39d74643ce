import type { SpecValidatedData } from '@troupe/contracts';
import { taxSpec } from '@troupe/testing/tax-spec';

/** A feature that takes a list. */
export const sortSpec = (): SpecValidatedData =>
  taxSpec({
    title: 'Ranking',
    moduleName: 'ranking',
    functionName: 'ranking',
    parameters: [{ name: 'scores', type: 'list<number>' }],
    returns: 'list<number>',
    examples: [{ name: 'three scores', arguments: ['[2,3,1]'], expected: '[3,2,1]', heldOut: false }],
  });
