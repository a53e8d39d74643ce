/** A member of a consumer group, as it describes itself when it joins. */
export interface MemberClaims {
  readonly id: string;
  readonly topics: readonly string[];
  /** Partition numbers of which it had all its topics. */
  readonly owned: readonly number[];
  /** Partition numbers of which it had some of its topics. */
  readonly shared: readonly number[];
  /** Since which generation of the group: a member that was away for a while claims what others have by now. */
  readonly generation: number;
}

/** For each member: the partition numbers of each topic that it gets. */
export type CoPartitionPlan = ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>;

/**
 * Gives partition p of every topic to one member. Each p has an owner, which gets all topics of p that it subscribes to; the
 * owners' shares differ by one at most, and a partition stays with who had it while that is fair. Topics that the owner
 * does not know (versions are mixed during a rollout) go to another member: one that knows most of them, had a share in p
 * before, and has little to do.
 */
export const planCoPartitions = (members: readonly MemberClaims[], partitions: number): CoPartitionPlan => {
  // In one order for every leader, whatever order the broker lists them in.
  const readers = members.filter(({ topics }) => topics.length > 0).sort((a, b) => (a.id < b.id ? -1 : 1));
  const topics = [...new Set(readers.flatMap((member) => member.topics))].sort();
  const plan = new Map(members.map(({ id }) => [id, new Map<string, number[]>()]));
  const owners = chooseOwners(readers, partitions);
  const loads = createLoads();
  for (const owner of owners) loads.add(owner);

  const give = (member: MemberClaims, partition: number, given: readonly string[]): void => {
    const own = plan.get(member.id);
    for (const topic of given) own?.set(topic, [...(own.get(topic) ?? []), partition]);
  };

  owners.forEach((owner, partition) => {
    give(owner, partition, known(owner, topics));
    let left = topics.filter((topic) => !owner.topics.includes(topic));
    while (left.length > 0) {
      const helper = chooseHelper(readers, { left, partition, loads });
      if (helper === undefined) return;
      give(helper, partition, known(helper, left));
      loads.add(helper);
      left = left.filter((topic) => !helper.topics.includes(topic));
    }
  });
  return plan;
};

const known = ({ topics }: MemberClaims, among: readonly string[]): readonly string[] =>
  among.filter((topic) => topics.includes(topic));

interface Loads {
  of(member: MemberClaims): number;
  add(member: MemberClaims): void;
}

const createLoads = (): Loads => {
  const loads = new Map<string, number>();
  const of = ({ id }: MemberClaims): number => loads.get(id) ?? 0;
  return { of, add: (member) => void loads.set(member.id, of(member) + 1) };
};

/** The owner of each partition number: who had it, then who had a share in it, as far as is fair; then who has least. */
const chooseOwners = (members: readonly MemberClaims[], partitions: number): readonly MemberClaims[] => {
  const share = Math.floor(partitions / Math.max(members.length, 1));
  let larger = partitions % Math.max(members.length, 1);
  const loads = createLoads();
  const owners = new Map<number, MemberClaims>();

  const assign = (partition: number, member: MemberClaims | undefined): void => {
    if (member === undefined) return;
    if (loads.of(member) === share) larger -= 1;
    loads.add(member);
    owners.set(partition, member);
  };
  const assignTo = (candidatesFor: (partition: number) => readonly MemberClaims[]): void => {
    for (let partition = 0; partition < partitions; partition += 1) {
      const mayTake = (member: MemberClaims): boolean => loads.of(member) < share + (larger > 0 ? 1 : 0);
      if (!owners.has(partition)) assign(partition, candidatesFor(partition).find(mayTake));
    }
  };

  const latest = members.toSorted((a, b) => b.generation - a.generation);
  assignTo((partition) => latest.filter(({ owned }) => owned.includes(partition)));
  assignTo((partition) => latest.filter(({ shared }) => shared.includes(partition)));
  assignTo(() => members.toSorted((a, b) => loads.of(a) - loads.of(b)));
  return [...owners].sort(([a], [b]) => a - b).map(([, member]) => member);
};

interface HelpWanted {
  /** Topics of the partition that have nobody yet. */
  readonly left: readonly string[];
  readonly partition: number;
  readonly loads: Loads;
}

const chooseHelper = (
  members: readonly MemberClaims[],
  { left, partition, loads }: HelpWanted,
): MemberClaims | undefined => {
  const had = ({ owned, shared }: MemberClaims): number => Number([...owned, ...shared].includes(partition));
  return members
    .filter((member) => known(member, left).length > 0)
    .sort((a, b) => known(b, left).length - known(a, left).length || had(b) - had(a) || loads.of(a) - loads.of(b))[0];
};
