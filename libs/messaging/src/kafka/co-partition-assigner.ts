import kafkajs, { type Assigner, type GroupMember, type GroupMemberAssignment } from 'kafkajs';
import { z } from 'zod';
import { planCoPartitions, type MemberClaims } from './co-partition-plan.ts';

/** The only assigner there is. Another name, or a second one, would break every rolling deployment. */
export const CO_PARTITION_ASSIGNER = 'troupe-copartition';

/** Of Kafka's consumer protocol. The brokers read it too, and later versions have fields that kafkajs does not write. */
const VERSION = 0;

/** What a member says of itself whenever it joins. */
export type Claims = Pick<MemberClaims, 'owned' | 'shared' | 'generation'>;

/** What an assigner works with. */
export interface CoPartitionAssignerOptions {
  /** The number of partitions of every topic: kafkajs knows only those topics that the leader itself subscribes to. */
  readonly partitions: number;
  /** What this member claims now. */
  claims(): Claims;
}

/** `planCoPartitions` as an assigner of kafkajs: claims travel in the user data of the consumer protocol. */
export const createCoPartitionAssigner = ({ partitions, claims }: CoPartitionAssignerOptions): Assigner => ({
  name: CO_PARTITION_ASSIGNER,
  version: VERSION,
  protocol: ({ topics }) => ({
    name: CO_PARTITION_ASSIGNER,
    metadata: kafkajs.AssignerProtocol.MemberMetadata.encode({
      version: VERSION,
      topics,
      userData: Buffer.from(JSON.stringify(claims())),
    }),
  }),
  assign: ({ members }) => {
    const plan = planCoPartitions(members.map(readMember), partitions);
    return Promise.resolve([...plan].map(([memberId, topics]) => writeAssignment(memberId, topics)));
  },
});

const writeAssignment = (memberId: string, topics: ReadonlyMap<string, readonly number[]>): GroupMemberAssignment => ({
  memberId,
  memberAssignment: kafkajs.AssignerProtocol.MemberAssignment.encode({
    version: VERSION,
    assignment: Object.fromEntries([...topics].map(([topic, numbers]) => [topic, [...numbers]])),
    userData: Buffer.alloc(0),
  }),
});

const readMember = ({ memberId, memberMetadata }: GroupMember): MemberClaims => {
  const metadata = kafkajs.AssignerProtocol.MemberMetadata.decode(memberMetadata);
  return { id: memberId, topics: metadata?.topics ?? [], ...readClaims(metadata?.userData) };
};

const numbers = z.array(z.number().int().nonnegative());
const claimsSchema = z.object({ owned: numbers, shared: numbers, generation: z.number().int() });
/** Of a member that has owned nothing yet. */
export const NO_CLAIMS: Claims = { owned: [], shared: [], generation: -1 };

/** A member whose claims cannot be read is given what is fair, without regard to what it had. */
const readClaims = (userData: Buffer | undefined): Claims => {
  try {
    return claimsSchema.parse(JSON.parse((userData ?? Buffer.alloc(0)).toString()));
  } catch {
    return NO_CLAIMS;
  }
};
