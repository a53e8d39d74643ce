import { addWorkingDays, dayOf, minuteOfDay, workingDayFrom, type Day } from './working-days.ts';

/** What one service of a carrier takes to one zone, and for how much. */
export interface Rate {
  readonly carrier: string;
  readonly service: string;
  readonly maxWeightGrams: number;
  /** Price of a parcel, in minor units. */
  readonly baseMinor: number;
  /** Price of every kilogram begun, in minor units. */
  readonly perKgMinor: number;
  /** Working days on the way. */
  readonly transitDays: number;
  /** Minute of the day (UTC) from which an order leaves on the next working day. */
  readonly cutoffMinute: number;
}

/** One way of sending a parcel: a service on a day. */
export interface ShippingOption {
  readonly carrier: string;
  readonly service: string;
  readonly rateMinor: number;
  readonly shipsOn: Day;
  readonly promisedOn: Day;
}

/** A parcel to be sent. */
export interface Parcel {
  readonly weightGrams: number;
  /** When the order was placed; it is ready to leave at once. */
  readonly placedAt: number;
}

const GRAMS_PER_KG = 1_000;

const priceOf = (rate: Rate, weightGrams: number): number =>
  rate.baseMinor + rate.perKgMinor * Math.ceil(weightGrams / GRAMS_PER_KG);

/** The first day that a service can take a parcel. */
const firstDay = (rate: Rate, placedAt: number): Day =>
  workingDayFrom(minuteOfDay(placedAt) < rate.cutoffMinute ? dayOf(placedAt) : dayOf(placedAt) + 1);

const optionsOf = (rate: Rate, parcel: Parcel, daysTried: number): readonly ShippingOption[] =>
  Array.from({ length: daysTried }, (_, later) => {
    const shipsOn = addWorkingDays(firstDay(rate, parcel.placedAt), later);
    return {
      carrier: rate.carrier,
      service: rate.service,
      rateMinor: priceOf(rate, parcel.weightGrams),
      shipsOn,
      promisedOn: addWorkingDays(shipsOn, rate.transitDays),
    };
  });

const bestFirst = (a: ShippingOption, b: ShippingOption): number =>
  a.shipsOn - b.shipsOn ||
  a.rateMinor - b.rateMinor ||
  a.promisedOn - b.promisedOn ||
  (`${a.carrier} ${a.service}` < `${b.carrier} ${b.service}` ? -1 : 1);

/**
 * Every way of sending a parcel, in the order in which they are tried: the earliest day first, and on a day the cheapest
 * service. Each service is tried on `daysTried` working days. Empty when the parcel is too heavy for all of them.
 */
export const shippingOptions = (
  rates: readonly Rate[],
  { parcel, daysTried }: { parcel: Parcel; daysTried: number },
): readonly ShippingOption[] =>
  rates
    .filter((rate) => parcel.weightGrams <= rate.maxWeightGrams)
    .flatMap((rate) => optionsOf(rate, parcel, daysTried))
    .sort(bestFirst);
