/**
 * How a value is written: among the words · in quotation marks · as a list, read already · as "empty", which is the empty
 * text or list.
 */
export type SlotForm = 'bare' | 'quoted' | 'list' | 'empty';

/** A place in a step where a value stands. */
export interface Slot {
  /** The value as it is written, without quotation marks. */
  readonly raw: string;
  readonly form: SlotForm;
  /** The items of a list, each as it is written; set for the form 'list' only. */
  readonly items?: readonly Slot[];
  /** What the feature calls it: its placeholder, or the header of its column. */
  readonly label?: string;
  /** What it belongs to whatever the step says; set for values that no step writes. */
  readonly key?: string;
}

/** A word of a step. */
export interface Word {
  readonly word: string;
}

/** A step is a row of words and values. */
export type Token = Word | Slot;

/** Whether this token is a value. */
export const isSlot = (token: Token): token is Slot => 'raw' in token;

/** The values of a step, in their order. */
export const slotsOf = (tokens: readonly Token[]): readonly Slot[] => tokens.filter(isSlot);
