import { parseJsonData, type EventDefinition, type FieldProblem, type ParsedData } from '@troupe/contracts';
import { boundProblems, type Bounds } from './bounds.ts';

const MOST_PROBLEMS = 50;

/** What a body must be. */
export interface BodyRules<Data> {
  /** The event that it becomes: its Avro schema decides about fields and types. */
  readonly event: EventDefinition<string, Data>;
  readonly bounds: Bounds;
  /** What neither types nor bounds say. Default: nothing. */
  readonly otherwise?: (data: Data) => readonly FieldProblem[];
}

/** Telling what is wrong with each entry of a list that is too long would only take time. */
const isHopeless = (bounds: Bounds, problems: readonly FieldProblem[]): boolean =>
  problems.some(({ field }) => bounds.properties?.[field]?.maxItems !== undefined);

/** One thing is said about a field: what has the wrong type is not judged by its size. */
const without = (bounds: readonly FieldProblem[], problems: readonly FieldProblem[]): readonly FieldProblem[] => {
  const told = new Set(problems.map(({ field }) => field));
  return bounds.filter(({ field }) => !told.has(field));
};

/** Reads a body as the data of an event. Everything that is wrong is told, up to 50 problems. */
export const readBody = <Data>(body: unknown, { event, bounds, otherwise }: BodyRules<Data>): ParsedData<Data> => {
  const exceeded = boundProblems(bounds, body);
  if (isHopeless(bounds, exceeded)) return { problems: exceeded.slice(0, MOST_PROBLEMS) };
  const { data, problems = [] } = parseJsonData(event, body);
  const more = data === undefined ? [] : (otherwise?.(data) ?? []);
  const all = [...problems, ...without(exceeded, problems), ...more];
  return data !== undefined && all.length === 0 ? { data } : { problems: all.slice(0, MOST_PROBLEMS) };
};
