import type { Token } from '../text/token.ts';
import { phraseFinder } from './phrases.ts';

/** What tickets are about; `other` where nothing says. */
export const TOPICS = [
  'lost-property',
  'cancellation',
  'delay',
  'payment',
  'order',
  'contact',
  'staff',
  'technical',
  'account',
  'comfort',
  'other',
] as const;

/** See `TOPICS`. */
export type Topic = (typeof TOPICS)[number];

const topics = phraseFinder<Topic>([
  {
    name: 'lost-property',
    weight: 2,
    phrases: `bag, bags, baggage, luggage, suitcase, suitcases, left my, lost my, lost and found, carousel, misplaced, lost item, belongings`,
  },
  {
    name: 'cancellation',
    weight: 2,
    phrases: `cancelled, canceled, cancelling, canceling, cancel, cancellation, cancellations, cancels, called off`,
  },
  {
    name: 'delay',
    weight: 1.6,
    phrases: `delayed, delay, delays, delaying, late, waiting for, hours late, tarmac, missed connection, connection, runway, not arrived, hasn't arrived, overdue, where is my, tracking, in transit`,
  },
  {
    name: 'payment',
    weight: 1.8,
    phrases: `refund, refunds, refunded, reimburse, reimbursed, reimbursement, charged, charge, charges, overcharged, fee, fees, invoice, bill, billing, payment, credit, credit card, voucher, vouchers, money, price, prices, fare, fares, cost, compensation, discount, coupon`,
  },
  {
    name: 'order',
    weight: 1.2,
    phrases: `booking, book, booked, rebook, rebooked, rebooking, reservation, reservations, ticket, tickets, order, ordered, seat, seats, upgrade, upgrades, standby, itinerary, confirmation, boarding pass, check in, checked in, change my flight, change flight, flight change, wrong item, wrong size, missing item`,
  },
  {
    name: 'contact',
    weight: 1.7,
    phrases: `on hold, hold for, hold time, phone, call, called, calling, calls, hung up, phone number, number to call, call back, callback, voicemail, email, emailed, reply, respond, response, no answer, busy signal, get through, reach someone, speak to, talk to`,
  },
  {
    name: 'staff',
    weight: 1.5,
    phrases: `rude, staff, agent, agents, attendant, attendants, employee, employees, crew, representative, rep, reps, manager, supervisor, customer service, pilot, driver, friendly, unprofessional, attitude`,
  },
  {
    name: 'technical',
    weight: 1.7,
    phrases: `website, site, app, web, online, login, log in, password, page, error, error message, crash, crashes, crashed, glitch, link, wifi, internet, not loading, broken link, down, update the app, server`,
  },
  {
    name: 'account',
    weight: 1.5,
    phrases: `account, profile, points, miles, status, membership, member, loyalty, rewards, frequent flyer, elite, gold, platinum, silver, points expired, name change, sign up, subscription`,
  },
  {
    name: 'comfort',
    weight: 1.1,
    phrases: `food, drink, drinks, snack, snacks, meal, meals, dirty, clean, cabin, legroom, tv, entertainment, temperature, hot, cold, cramped, bathroom, toilet, movie, power outlet, quality, damaged, broken`,
  },
]);

/** What a ticket is about: the topic that most of its words belong to, `other` where none says. */
export const topicOf = (tokens: readonly Token[]): Topic => {
  const weights = new Map<Topic, number>();
  for (const { name, weight } of topics(tokens)) weights.set(name, (weights.get(name) ?? 0) + weight);
  const [heaviest] = [...weights].toSorted(([, one], [, other]) => other - one);
  return heaviest?.[0] ?? 'other';
};
