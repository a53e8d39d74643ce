import { renderMarkdown, type Figures } from '../lib/figures.ts';
import { DURABILITIES, type Peer } from './peers.ts';
import type { Found } from './side-by-side.ts';

/** What the report is made of; `usage` is not part of it. */
export type Reported = Omit<Found, 'usage' | 'resolved'>;

const OWN = 'troupe';

const short = (value: number): string => (Number.isFinite(value) ? value.toFixed(1) : '∞');
const pair = ({ p50, p99 }: Figures): string => `${short(p50)} / ${short(p99)}`;

const rowOf = (found: Reported, rates: readonly number[]): readonly string[] => {
  const at = rates.map((perSecond) => found.rates.find((each) => each.perSecond === perSecond));
  return [
    found.peer.title,
    ...at.map((each) => (each ? pair(each.resolved) : 'overloaded')),
    ...at.map((each) => (each ? pair(each.difference) : '–')),
    found.perSecond.toFixed(0),
    short(found.cpuMs),
    String(found.missing),
    String(found.repeated),
  ];
};

/** One table for each class of durability, for tasks of one length. */
export const renderTables = (found: readonly Reported[], rates: readonly number[]): string => {
  const head = [
    '',
    ...rates.map((rate) => `${rate}/s p50 / p99 ms`),
    ...rates.map((rate) => `${rate}/s less its slowest step`),
    'sagas/s',
    'CPU ms a saga',
    'missing',
    'repeated',
  ];
  return DURABILITIES.map((durability) => ({
    durability,
    own: found.filter((each) => each.peer.durability === durability),
  }))
    .filter(({ own }) => own.length > 0)
    .map(
      ({ durability, own }) =>
        `Durability: ${durability}\n\n${renderMarkdown([head, ...own.map((each) => rowOf(each, rates))])}`,
    )
    .join('\n\n');
};

/**
 * Whether Troupe is ahead of every other of its class of durability: in the median at every rate, and in sagas a second.
 * Says whom it is behind; undefined when there is nobody to compare with.
 */
export const renderVerdict = (found: readonly Reported[]): string | undefined => {
  const own = found.find(({ peer }) => peer.name === OWN);
  const others = found.filter(({ peer }) => peer.name !== OWN && peer.durability === own?.peer.durability);
  if (own === undefined || others.length === 0) return undefined;
  const behind = others.flatMap((other) => [
    ...other.rates.flatMap(({ perSecond, resolved }) => {
      const mine = own.rates.find((each) => each.perSecond === perSecond)?.resolved.p50 ?? Number.POSITIVE_INFINITY;
      return mine > resolved.p50 ? [`${other.peer.title} in the median at ${perSecond}/s`] : [];
    }),
    ...(own.perSecond < other.perSecond ? [`${other.peer.title} in sagas/s`] : []),
  ]);
  return behind.length === 0
    ? 'Troupe is ahead of every other that is as durable, in the median at every rate and in sagas/s.'
    : `Troupe is behind ${behind.join(', ')}.`;
};

/** What is and is not comparable, by peer. */
export const renderNotes = (peers: readonly Pick<Peer, 'title' | 'says'>[]): string =>
  peers.map(({ title, says }) => `- ${title}: ${says}.`).join('\n');
