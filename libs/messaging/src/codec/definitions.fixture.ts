import type { AvroRecordSchema, EventDefinition } from '@troupe/contracts';

/** The data of the made-up event that the specs of the codec use: one field of every kind. */
export interface SampleData {
  readonly name: string;
  readonly count: number;
  readonly placedAt: number;
  readonly note: string | null;
  readonly kind: 'SMALL' | 'LARGE';
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  readonly scores: Readonly<Record<string, number>>;
}

const FIELDS = [
  { name: 'name', type: 'string' },
  { name: 'count', type: 'int' },
  { name: 'placedAt', type: { type: 'long', logicalType: 'timestamp-millis' } },
  { name: 'note', type: ['null', 'string'], default: null },
  { name: 'kind', type: { type: 'enum', name: 'SampleKind', symbols: ['SMALL', 'LARGE'], default: 'SMALL' } },
  {
    name: 'lines',
    type: {
      type: 'array',
      items: {
        type: 'record',
        name: 'SampleLine',
        fields: [
          { name: 'sku', type: 'string' },
          { name: 'quantity', type: 'int' },
        ],
      },
    },
  },
  { name: 'scores', type: { type: 'map', values: 'double' } },
];

/** A made-up event; `fields` go after its own. */
export const sampleDefinition = <Data = SampleData>(
  fields: readonly unknown[] = [],
  type = 'sample.taken',
): EventDefinition<string, Data> => {
  const schema: AvroRecordSchema = {
    type: 'record',
    name: 'SampleTaken',
    namespace: 'troupe.sample',
    fields: [...FIELDS, ...fields],
  };
  return { type, domain: 'sample', schema };
};

/** Data that fits it. */
export const sample: SampleData = {
  name: 'größer 🎭',
  count: 3,
  placedAt: 1_769_851_800_000,
  note: null,
  kind: 'LARGE',
  lines: [
    { sku: '85123A', quantity: 6 },
    { sku: '71053', quantity: 1 },
  ],
  scores: { risk: 0.25 },
};

export { thrownBy } from '../thrown-by.fixture.ts';
