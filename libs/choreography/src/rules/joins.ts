import type { EventDefinition } from '@troupe/contracts';
import type { SagaDefinition } from '@troupe/saga';
import {
  isOfEveryAgent,
  publishersOf,
  sagasOf,
  type Choreography,
  type RunSaga,
  type Service,
} from '../choreography.ts';
import type { Finding, Rule } from '../finding.ts';

const typesOf = (events: readonly EventDefinition[]): readonly string[] => events.map(({ type }) => type);

/** Who gives something from what it takes: a saga by itself, not with the others that the same service runs. */
interface Link {
  readonly takes: readonly string[];
  readonly gives: readonly string[];
}

const linkOf = ({ consumes, publishes }: Pick<Service, 'consumes' | 'publishes'>): Link => ({
  takes: typesOf(consumes).filter((type) => !isOfEveryAgent(type)),
  gives: typesOf(publishes).filter((type) => !isOfEveryAgent(type)),
});

const linksOf = ({ services }: Choreography): readonly Link[] =>
  services.flatMap((service) => {
    if (service.kind === 'sagas') return service.sagas.map(linkOf);
    return service.kind === 'agent' ? [linkOf(service)] : [];
  });

/** Adds to what is there whatever `next` makes of it, until there is no more. */
const grown = (
  start: readonly string[],
  links: readonly Link[],
  next: (link: Link, there: ReadonlySet<string>) => readonly string[],
): ReadonlySet<string> => {
  const there = new Set(start);
  let before = -1;
  while (before < there.size) {
    before = there.size;
    for (const link of links) for (const type of next(link, there)) there.add(type);
  }
  return there;
};

/** What belongs to the same conversations as these, as far as the links show it. */
const familyOf = (types: readonly string[], links: readonly Link[]): ReadonlySet<string> =>
  grown(types, links, ({ takes, gives }, there) => {
    const all = [...takes, ...gives];
    return all.some((type) => there.has(type)) ? all : [];
  });

const pairFindings = (choreography: Choreography, service: Service): readonly Finding[] => {
  // That it joins two events does not show that they belong together.
  const others = linksOf({ ...choreography, services: choreography.services.filter((each) => each !== service) });
  return service.joins.flatMap((pair) => {
    const types = typesOf(pair);
    const isTold = types.every((type) => publishersOf(choreography, type).length > 0 && !isOfEveryAgent(type));
    const [first = '', ...rest] = types;
    const family = familyOf([first], others);
    if (!isTold || rest.every((type) => family.has(type))) return [];
    return [
      {
        rule: 'join-hopeless' as const,
        place: `${service.folder}: when(${types.join(', ')})`,
        what: 'no conversation has both: nothing leads from one to the other, and nothing to both',
        mend: 'join events that the same conversation has, or have one published in the conversation of the other',
      },
    ];
  });
};

/** What people may say in the conversations of a saga, as far as anything but its steps shows it. */
const saidByPeople = (choreography: Choreography, saga: SagaDefinition, others: readonly Link[]): readonly string[] => {
  const { startedBy, cancelledBy, failedBy, hears, publishes } = saga;
  const own = [...startedBy, ...failedBy, ...hears, ...publishes, ...(cancelledBy === undefined ? [] : [cancelledBy])];
  const family = familyOf(linkOf({ consumes: own, publishes: [] }).takes, others);
  const edges = choreography.services.filter(({ kind }) => kind === 'edge');
  return edges.flatMap((edge) => typesOf(edge.publishes)).filter((type) => family.has(type));
};

/** What can be said in a conversation in which a saga has begun. */
const saidIn = (choreography: Choreography, saga: SagaDefinition): ReadonlySet<string> => {
  // What its answers are cannot follow from its waiting for them.
  const others = linksOf({
    ...choreography,
    services: choreography.services.map((each) => ({ ...each, sagas: each.sagas.filter((one) => one !== saga) })),
  });
  const begun = [...typesOf([...saga.startedBy, ...saga.publishes]), ...saidByPeople(choreography, saga, others)];
  return grown(begun, others, ({ takes, gives }, there) => (takes.some((type) => there.has(type)) ? gives : []));
};

const stepFindings = (choreography: Choreography, { saga, service }: RunSaga): readonly Finding[] => {
  const said = saidIn(choreography, saga);
  const isHopeless = (type: string): boolean => {
    const publishers = publishersOf(choreography, type);
    return publishers.length > 0 && publishers.every(({ kind }) => kind !== 'edge') && !said.has(type);
  };
  return saga.steps
    .filter(({ completedBy }) => isHopeless(completedBy.type))
    .map(({ name, completedBy: { type } }) => ({
      rule: 'join-hopeless',
      place: `${service.folder}: saga '${saga.name}', step '${name}'`,
      what: `nothing that ${typesOf(saga.startedBy).join(' or ')} leads to becomes ${type}, so the step is never completed`,
      mend: `let whoever publishes ${type} consume an event of the saga, ask it by 'asks', or hear by 'hears' what it follows from`,
    }));
};

/** A join that waits for what its conversations never have. */
export const joinHopeless: Rule = (choreography) => [
  ...choreography.services.flatMap((service) => pairFindings(choreography, service)),
  ...sagasOf(choreography).flatMap((run) => stepFindings(choreography, run)),
];
