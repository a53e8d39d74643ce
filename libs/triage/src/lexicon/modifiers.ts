/** Words that turn what follows into its opposite. */
export const NEGATIONS: ReadonlySet<string> = new Set(
  "no,not,never,none,nothing,nobody,neither,nor,cannot,can't,cant,won't,wont,don't,dont,doesn't,doesnt,didn't,didnt,isn't,isnt,aren't,arent,wasn't,wasnt,weren't,werent,haven't,havent,hasn't,hasnt,hadn't,hadnt,couldn't,couldnt,wouldn't,wouldnt,shouldn't,shouldnt,ain't,aint,without,hardly,barely,zero,lack,lacks".split(','), // prettier-ignore
);

/** Words that add force to what follows, and by how much. */
export const INTENSITIES: ReadonlyMap<string, number> = new Map([
  ...'so,very,really,super,extremely,absolutely,totally,completely,beyond,incredibly,unbelievably,insanely,utterly,truly,such,most,too,complete,total,absolute,hella,freaking,fucking,damn'
    .split(',')
    .map((word): [string, number] => [word, 1.35]),
  ...'slightly,somewhat,kinda,kind,bit,little,fairly,almost,rather,sorta'
    .split(',')
    .map((word): [string, number] => [word, 0.7]),
]);

/** Words after which comes what somebody really wants to say. */
export const CONTRASTS: ReadonlySet<string> = new Set([
  'but',
  'however',
  'although',
  'though',
  'yet',
  'except',
  'until',
  'unless',
]);

/** Units of time, and how many minutes one has. */
export const TIME_UNITS: ReadonlyMap<string, number> = new Map(
  Object.entries({ min: 1, mins: 1, minute: 1, minutes: 1, hr: 60, hrs: 60, hour: 60, hours: 60, day: 1440, days: 1440, week: 10_080, weeks: 10_080, month: 43_200, months: 43_200 }), // prettier-ignore
);

/** Numbers in words, as far as people wait. */
export const NUMBER_WORDS: ReadonlyMap<string, number> = new Map(
  Object.entries({ a: 1, an: 1, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, twelve: 12, couple: 2, several: 4, few: 3 }), // prettier-ignore
);
