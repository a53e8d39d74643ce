import type { ExaminedField, ExaminedSchema } from './examine-schemas.ts';

const fieldLine = ({ path, change, files }: ExaminedField): string =>
  `  ${path}: ${change}${files.length === 0 ? '' : `; named in ${files.join(', ')}`}`;

const listLine = (what: string, list: readonly string[]): readonly string[] =>
  list.length === 0 ? [] : [`  ${what} ${list.join('; ')}`];

const lines = ({ path, change, fields, misfits, readers, sagas, stored }: ExaminedSchema): string =>
  [
    `${misfits.length > 0 ? 'does not fit' : 'fits'} · ${path} (${change})`,
    ...misfits.map((why) => `  ${why}`),
    ...fields.map(fieldLine),
    ...listLine('read by', [...readers, ...sagas]),
    ...listLine('stored in', stored),
    ...(misfits.length > 0
      ? [
          '  give a new field a default and take none away that has none, or make a new event type: docs/how-to/add-an-event.md',
        ]
      : []),
  ].join('\n');

/** What a change of schemas comes to, for people. */
export const printSchemas = (schemas: readonly ExaminedSchema[]): string =>
  schemas.length === 0 ? 'no schema has changed' : schemas.map(lines).join('\n\n');
