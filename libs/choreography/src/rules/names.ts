import type { Rule } from '../finding.ts';

/** Two services of one name would share a consumer group, and each miss what the other read. */
export const nameTwice: Rule = ({ services }) =>
  [...Map.groupBy(services, ({ name }) => name)].flatMap(([name, same]) =>
    same.length < 2
      ? []
      : [
          {
            rule: 'name-twice' as const,
            place: same.map(({ folder }) => folder).join(', '),
            what: `${same.length} services are called '${name}': they share a consumer group, and each misses what another reads`,
            mend: 'give each a name of its own, in its definition',
          },
        ],
  );

/** Topics and rights of a service are made by the name of its folder. A name that is there twice is found already. */
export const nameElsewhere: Rule = ({ services }) =>
  services
    .filter(({ name, folder }) => folder.split('/').at(-1) !== name)
    .filter(({ name }) => services.filter((other) => other.name === name).length === 1)
    .map(({ name, folder }) => ({
      rule: 'name-elsewhere',
      place: folder,
      what: `the service in it is called '${name}', and its topics are made for the name of the folder`,
      mend: 'give both the same name',
    }));
