const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Words that say only which one is meant. */
export const ARTICLES = words('a an the');

/** Words that say nothing about what a step is about. */
export const FILLERS =
  words(`a an the this that these those such my our your his her its their i we you it he she they me
  us them there then and or who which whose user please just also given when following below new`);

/** Words that say that something has a value. */
export const EQUALS = words(`= is are was were be been being am of equals equal equalling has have had having as`);

/** Words that are left out between a thing and its value. */
export const MODALS = words(`should will must shall would can could does do did to`);

/** Words that turn a statement round. */
export const NEGATIONS = words(`not no never isn't aren't wasn't doesn't don't didn't won't cannot can't shouldn't`);

/** Words that stand between things. */
export const PREPOSITIONS = words(`with without for from at on in into by to of as per over under between than via using
  within after before up down until against through across about off out if where while because so but not`);

/** What people do with a function or a thing; no name of a value. */
export const VERBS = words(`call calls called invoke invokes invoked run runs apply applies use uses pass passes passed
  give gives given enter enters add adds convert converts compute computes calculate calculates check checks ask asks
  request requests get gets got see sees seen find finds take takes make makes put puts return returns returned show shows
  shown print prints printed display displays displayed receive receives become becomes contain contains containing include includes
  reverse reverses sort sorts sum multiply multiplies subtract divide format formats parse parses validate validates
  submit submits try tries want wants need needs do does did evaluate evaluates provide provides supplied input inputs
  transform transforms encode encodes decode decodes look looks turn turns set sets say says yield yields produce produces
  count counts filter filters join joins split splits remove removes combine combines merge merges round rounds`);

/** What numbers are measured in. */
export const UNITS =
  words(`eur usd gbp chf jpy euro euros dollar dollars pound pounds cent cents percent percents % kg g mg
  km m cm mm l ml s ms h degrees degree units unit pieces piece`);

/** Names that tell a result from an input, and nothing more. */
export const RESULT_NAMES = words(`result results output outputs answer answers outcome outcomes expected response value
  values return returned function`);

/** Promises that nobody can test. */
export const VAGUE = words(`fast slow quick quickly soon timely properly correct correctly right rightly appropriate
  appropriately reasonable reasonably good nice nicely fine well smooth smoothly intuitive easy easily friendly user-friendly
  sensible suitable acceptable accordingly secure robust efficient efficiently works work working`);

/** How something is done: not even as the value of a result can it be tested. */
export const MANNERS = words(`fast quickly slowly soon timely properly correctly rightly appropriately reasonably nicely
  smoothly easily accordingly efficiently instantly well`);

/** Results that no value can be. */
export const FAILURES =
  words(`error errors exception exceptions fail fails failed failure raise raises raised throw throws
  thrown crash crashes undefined null nan`);

/** Words about what a result is near to or part of; each makes more than one result right. */
export const INEXACT =
  /\b(?:(?:greater|more|less|fewer|larger|smaller|higher|lower|longer|shorter|bigger|later|earlier) than|at (?:least|most)|between|approximately|roughly|around|nearly|almost|close to|about|within|starts? with|starting with|ends? with|ending with|match(?:es)?|one of|up to)\b/i;

/** Whether a name speaks of several things. */
export const isPlural = (name: string): boolean =>
  /(?:list|array|items|collection|sequence|set)$/i.test(name) || /[^su]s$/i.test(name.split(/[\s_-]+/).at(-1) ?? '');
