import type { LabelledTicket } from './teach.ts';

const THINGS = ['kettle', 'lamp', 'chair', 'phone', 'tent', 'bicycle', 'jacket', 'camera'];
const BAD = ['arrived in pieces', 'is a lemon', 'went up in smoke', 'lost its wheel', 'was never sent'];
const REST = [
  'is just what I wanted',
  'comes in which colours',
  'works like a dream',
  'ships to Norway',
  'is in stock',
];
const MIXED = ['came yesterday', 'is on my table', 'has a green box'];

const sentences = (ends: readonly string[], isNegative: boolean): readonly LabelledTicket[] =>
  THINGS.flatMap((thing) => ends.map((end) => ({ text: `My ${thing} ${end}`, isNegative })));

/** Tickets of a shop of which words tell nearly all. Of those that say nothing one in four is negative. */
export const shopTickets = (): readonly LabelledTicket[] => [
  ...sentences(BAD, true),
  ...sentences(REST, false),
  ...sentences(MIXED, false).map(({ text }, nth) => ({ text, isNegative: nth % 4 === 0 })),
];
