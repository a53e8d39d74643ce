import type { WordGroup } from './word-group.ts';

/** Words that tell how a customer fares in one trade only. More of them: [triage](../../../../docs/reference/triage.md). */
export const TRADE_WORDS: readonly WordGroup[] = [
  {
    // Travel
    family: 'problem',
    weight: 1.1,
    words: `overbooked, oversold, bumped, tarmac, stuck in, stuck at, stuck on, missed connection, missed my connection, missed our, missed my, miss my, missing my, lost luggage, lost bag, lost bags, lost baggage, lost my bag, lost my luggage, delayed bag, no gate, no crew, no pilot, no plane, waiting for a gate, waiting for crew, rerouted, diverted, denied boarding, cancelled flight, canceled flight, flight cancelled, flight canceled, cancelled flightled, late flight, late flightr, cancelled my, canceled my, cancelled our, sleep in the airport, sleeping in the airport, no hotel, no voucher, rebooked me, no seats, no seat, gate checked, middle seat, split up, separated, broken seat, no wifi, no food, no water`,
  },
  {
    family: 'problem',
    weight: 0.5,
    words: `connection, luggage, baggage, bag, bags, suitcase, overnight, rebook, rebooked, rebooking, maintenance, deicing, standby, misconnect, misconnected, crew, runway, layover, cancellation, cancellations, weather, claim`,
  },
  {
    // Parcels and shops
    family: 'problem',
    weight: 1.1,
    words: `never arrived, never delivered, not delivered, never showed up, wrong item, wrong size, wrong order, wrong address, defective, faulty, arrived broken, arrived damaged, out of stock, still hasn't arrived, hasn't arrived, hasn't shipped, not arrived, missing item, missing items, missing from my, empty box, lost in transit, lost my package, lost parcel, return refused, doesn't fit, fell apart, fake, counterfeit`,
  },
  {
    // Phones, networks, software, banks
    family: 'problem',
    weight: 1.1,
    words: `no signal, no service, no internet, no connection, keeps crashing, keeps freezing, won't load, not loading, won't open, can't log in, cannot log in, can't login, locked out, can't access, cannot access, not connecting, keeps dropping, throttled, data loss, overbilled, unauthorized, hidden fees, hidden charges, declined, frozen, hacked, battery dies, server down, is down, are down, been down, went down, still down, has been out, unusable`,
  },
];
