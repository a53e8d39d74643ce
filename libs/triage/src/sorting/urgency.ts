import type { Token } from '../text/token.ts';
import { phraseFinder } from './phrases.ts';

/** How soon somebody has to look. */
export const URGENCIES = ['LOW', 'NORMAL', 'HIGH'] as const;

/** See `URGENCIES`. */
export type Urgency = (typeof URGENCIES)[number];

const hurries = phraseFinder([
  {
    name: 'danger',
    weight: 3,
    phrases: `emergency, medical, ambulance, hospital, surgery, dying, died, funeral, unsafe, smoke, fire, injured, bleeding, allergic, insulin, medication, medicine, wheelchair, fraud, hacked, stolen, unauthorized, police, threatened, assaulted`,
  },
  {
    name: 'haste',
    weight: 2,
    phrases: `asap, urgent, urgently, immediately, right now, help now, right away, as soon as possible, stranded, stuck, need help, please help, help me, help us, sos, running out, about to miss, going to miss, will miss, miss my, missing my, deadline, last chance, hurry, time sensitive, cannot wait, no hotel, sleeping, overnight`,
  },
  {
    name: 'today',
    weight: 1,
    phrases: `today, tonight, now, tomorrow, this morning, this afternoon, this evening, still waiting, boarding, in an hour, in 1 hour, in 2 hours, on hold, minutes left, wedding, interview, exam, connection, kids, children, baby, infant, toddler, elderly, pregnant, disabled`,
  },
  {
    name: 'leisure',
    weight: -1,
    phrases: `next week, next month, next year, some day, someday, whenever, no rush, no hurry, fyi, suggestion, just saying, just wondering, curious, last year, last month`,
  },
]);

const HIGH_FROM = 2;
const NORMAL_FROM = 0.5;
/** What makes somebody wait for whom it is going badly. */
const NEGATIVE = 1;

/** How soon somebody has to look at a ticket that is negative with this probability. */
export const urgencyOf = (tokens: readonly Token[], negative: number): Urgency => {
  const hurry = hurries(tokens).reduce((sum, { weight }) => sum + weight, 0) + NEGATIVE * negative;
  if (hurry >= HIGH_FROM) return 'HIGH';
  return hurry >= NORMAL_FROM ? 'NORMAL' : 'LOW';
};
