/** Words that stand in any text, whatever it is about. */
const SAYING_NOTHING: ReadonlySet<string> = new Set(
  `a about after again all am an and any are as at be because been before being but by can cannot could did do does doing done down each even ever
  every few for from get gets getting go goes going gone got had has have having he hello her here hi him his how i if in into is it its just know let
  like made make me more most much my need never new no nor not nothing now of off on once one only or other our out over own please put really said say same
  see she should since so some still such tell than thank thanks that the their them then there these they thing this those through to told too two under
  until up us very want was we well went were what when where which while who whom why will with without would yes yet you your
  cant couldnt didnt doesnt dont hadnt hasnt havent im isnt ive shouldnt wasnt werent wont wouldnt youre
  day days hour hours minute minutes time times today tomorrow week weeks yesterday`.split(/\s+/),
);

const LONGEST_WORD = 60;
const ENDINGS = ['ations', 'ation', 'ings', 'ing', 'ments', 'ment', 'ies', 'ied', 'es', 'ed', 's', 'e'];
/** What is shorter than this is left of no word. */
const SHORTEST_STEM = 3;

const withoutDouble = (stem: string): string => (/([bcdfglmnprt])\1$/.test(stem) ? stem.slice(0, -1) : stem);

/** A word without its ending: "cancelled", "cancelling" and "cancels" are one. */
const stemOf = (word: string): string => {
  const ending = ENDINGS.find((each) => word.endsWith(each) && word.length - each.length >= SHORTEST_STEM);
  const stem = ending === undefined ? word : word.slice(0, word.length - ending.length);
  return withoutDouble(stem).replace(/[iy]$/, '');
};

const saysNothing = (word: string): boolean => word.length < 2 || word.length > LONGEST_WORD || SAYING_NOTHING.has(word) || /^\d+$/.test(word); // prettier-ignore

const WORD = /[\p{L}\p{N}][\p{L}\p{N}'\u2019]{0,80}/gu;

/**
 * What a text is looked up by: its English words in their order, without their endings and without those that say nothing.
 * A word of another language is taken as it is.
 */
export const termsIn = (text: string): readonly string[] =>
  (text.match(WORD) ?? [])
    .map((word) => word.toLowerCase().replaceAll(/['\u2019]/g, ''))
    .filter((word) => !saysNothing(word))
    .map(stemOf);
