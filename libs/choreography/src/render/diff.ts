import { isDeepStrictEqual } from 'node:util';
import type { Manifest, Named, Rights } from './manifests.ts';

/** Everything that is compared, by what it is called. */
export interface Compared extends Manifest {
  readonly topics: Named<object>;
  readonly rights: Named<Rights>;
}

/** One thing that is not as it was. */
export interface Difference {
  readonly kind: 'added' | 'removed' | 'changed';
  /** What it is, in the singular: `service`. */
  readonly of: string;
  readonly name: string;
  /** What changed about it: each property with what came and what went. */
  readonly details: readonly string[];
}

const PARTS: Readonly<Record<keyof Compared, string>> = {
  services: 'service',
  sagas: 'saga',
  events: 'event',
  links: 'link',
  topics: 'topic',
  rights: 'rights of',
};

const listed = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

const told = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const without = (these: readonly unknown[], those: readonly unknown[]): readonly unknown[] =>
  these.filter((each) => each !== undefined && !those.some((other) => isDeepStrictEqual(each, other)));

const listDetails = (label: string, before: unknown, after: unknown): readonly string[] => {
  const came = without(listed(after), listed(before)).map((each) => `+ ${told(each)}`);
  const went = without(listed(before), listed(after)).map((each) => `- ${told(each)}`);
  const all = [...came, ...went];
  return all.length === 0 ? [] : [`${label}${all.join(', ')}`];
};

const detailsOf = (before: object, after: object): readonly string[] => {
  if (Array.isArray(before) || Array.isArray(after)) return listDetails('', before, after);
  const properties = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return properties.flatMap((property) =>
    listDetails(`${property}: `, Reflect.get(before, property), Reflect.get(after, property)),
  );
};

const differencesIn = (of: string, before: Named<object>, after: Named<object>): readonly Difference[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted().flatMap((name): readonly Difference[] => {
    const was = before[name];
    const is = after[name];
    if (was === undefined) return [{ kind: 'added', of, name, details: detailsOf({}, is ?? {}) }];
    if (is === undefined) return [{ kind: 'removed', of, name, details: [] }];
    return isDeepStrictEqual(was, is) ? [] : [{ kind: 'changed', of, name, details: detailsOf(was, is) }];
  });

/** What came, what went and what is not as it was, from one choreography to another. */
export const compare = (before: Compared, after: Compared): readonly Difference[] =>
  // The keys are those of PARTS, which has one for each part.
  (Object.keys(PARTS) as (keyof Compared)[]).flatMap((part) => differencesIn(PARTS[part], before[part], after[part]));

const SIGNS = { added: '+', removed: '-', changed: '~' } as const;

/** Differences as lines. */
export const printDifferences = (differences: readonly Difference[]): string =>
  differences
    .flatMap(({ kind, of, name, details }) => [`${SIGNS[kind]} ${of} ${name}`, ...details.map((each) => `    ${each}`)])
    .join('\n');
