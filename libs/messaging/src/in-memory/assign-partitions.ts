/** A member as the assignment sees it. */
export interface AssignableMember<Member> {
  readonly member: Member;
  readonly topics: readonly string[];
  /** The partitions that it owned before. */
  readonly owned: readonly number[];
}

/** The topics of each partition that a member gets. */
export type MemberAssignment = ReadonlyMap<number, readonly string[]>;

/**
 * Gives partition p of every topic to one member, and leaves it with whoever had it while that is fair. A topic to which
 * that member does not subscribe goes to the first who does: versions are mixed while a service is rolled out.
 */
export const assignPartitions = <Member>(
  members: readonly AssignableMember<Member>[],
  partitions: number,
): ReadonlyMap<Member, MemberAssignment> => {
  const owners = chooseOwners(members, partitions);
  const topics = new Set(members.flatMap((member) => member.topics));
  const assignments = new Map(members.map(({ member }) => [member, new Map<number, string[]>()]));
  owners.forEach((owner, partition) => {
    for (const topic of topics) {
      const reader = owner.topics.includes(topic) ? owner : members.find((other) => other.topics.includes(topic));
      const given = reader && assignments.get(reader.member);
      given?.set(partition, [...(given.get(partition) ?? []), topic]);
    }
  });
  return assignments;
};

/** The owner of each partition: at most one more for one member than for another. */
const chooseOwners = <Member>(
  members: readonly AssignableMember<Member>[],
  partitions: number,
): readonly AssignableMember<Member>[] => {
  const loads = new Map(members.map((member) => [member, 0]));
  const loadOf = (member: AssignableMember<Member>): number => loads.get(member) ?? 0;
  const share = Math.floor(partitions / Math.max(members.length, 1));
  let oneMore = partitions % Math.max(members.length, 1);

  const give = (member: AssignableMember<Member>): AssignableMember<Member> => {
    if (loadOf(member) === share) oneMore -= 1;
    loads.set(member, loadOf(member) + 1);
    return member;
  };
  const mayTake = (member: AssignableMember<Member>): boolean => loadOf(member) < share + (oneMore > 0 ? 1 : 0);
  const numbers = Array.from({ length: partitions }, (_, partition) => partition);
  const kept = numbers.map((partition) => {
    const before = members.find((member) => member.owned.includes(partition));
    return before !== undefined && mayTake(before) ? give(before) : undefined;
  });
  return kept.flatMap((owner) => {
    const chosen = owner ?? members.toSorted((one, other) => loadOf(one) - loadOf(other))[0];
    if (chosen === undefined) return [];
    return [owner ?? give(chosen)];
  });
};
