import { durationMs, isDuration } from '@troupe/contracts';
import { z } from 'zod';

/** One item of a source as it is published. Times are milliseconds since 1970. */
export interface Item {
  readonly item: string;
  readonly at: number;
  readonly value: number | null;
  readonly title: string;
  readonly link: string;
}

/** One item that cannot be read, and why. */
export interface Refusal {
  readonly item: string;
  readonly text: string;
  readonly reason: string;
}

/** What was read from a source, and from where on to read when this has been kept. */
export type Entry<Position> = { readonly after: Position } & ({ readonly read: Item } | { readonly refused: Refusal });

/** What one look at a source brought. */
export interface Reading<Position> {
  readonly entries: readonly Entry<Position>[];
  /** From where on to read next. */
  readonly position: Position;
  /** Whether more is there already. */
  readonly more: boolean;
}

/** Reads a source from a position on, the first time from its beginning. Positions are plain data. */
export interface Reader<Position> {
  read(position: Position | undefined, signal: AbortSignal): Promise<Reading<Position>>;
}

const LONGEST_TEXT = 1_000;
const LONGEST_TITLE = 500;
const LONGEST_LINK = 2_000;

/** A refusal with no more of the item than is good for people. */
export const refusal = (item: string, text: string, reason: string): Refusal => ({
  item,
  text: text.slice(0, LONGEST_TEXT).toWellFormed(),
  reason,
});

/** An item of text, cut to what may be published. */
export const textItem = (
  item: string,
  at: number,
  { title, link }: { readonly title: string; readonly link: string },
): Item => ({
  item,
  at,
  value: null,
  title: title.slice(0, LONGEST_TITLE).toWellFormed(),
  link: link.slice(0, LONGEST_LINK).toWellFormed(),
});

/** A duration of the configuration, such as '5m', in milliseconds. */
export const duration = (otherwise: string): z.ZodType<number, string | undefined> =>
  z
    .string()
    .refine(isDuration, "must be a duration longer than nothing, such as '30s'")
    .default(otherwise)
    .transform((text) => durationMs(text));
