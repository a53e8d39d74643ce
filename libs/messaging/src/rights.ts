/** What one service may do: topics that it reads and writes, consumer groups that it joins. Names are logical. */
export interface ServiceRights {
  readonly read: readonly string[];
  readonly write: readonly string[];
  readonly groups: readonly string[];
}

/** The rights of services, by the name of the service, which is that of its account at the brokers. */
export type RightsByService = Readonly<Record<string, ServiceRights>>;

/** One thing that one account may do to one topic or group; its name is physical, with the prefix. */
export interface Right {
  readonly account: string;
  readonly operation: string;
  readonly on: 'topic' | 'group';
  readonly name: string;
}

/** A right that an account lacks, or has without its definition saying so. */
export interface RightDifference extends Right {
  readonly kind: 'missing' | 'unwanted';
}

/** Rights as code. */
export interface Rights {
  diff(wanted: RightsByService): Promise<readonly RightDifference[]>;
  /** Grants what is missing; with `prune` also takes away what is unwanted. Gives what differed before. */
  apply(wanted: RightsByService, options?: { readonly prune?: boolean }): Promise<readonly RightDifference[]>;
  close(): Promise<void>;
}

/** Who reads asks how long topics retain, who writes whether they are as they must be: to describe comes with both. */
const TO_READ = ['read', 'describe_configs'] as const;

/** Every right that a service needs for what it says it does. */
export const rightsOf = (account: string, { read, write, groups }: ServiceRights, prefix: string): readonly Right[] => [
  ...read.flatMap((topic) =>
    TO_READ.map((operation) => ({ account, operation, on: 'topic' as const, name: prefix + topic })),
  ),
  ...write.map((topic) => ({ account, operation: 'write', on: 'topic' as const, name: prefix + topic })),
  ...groups.map((group) => ({ account, operation: 'read', on: 'group' as const, name: prefix + group })),
];

const keyOf = ({ account, operation, on, name }: Right): string => JSON.stringify([account, operation, on, name]);

const without = (rights: readonly Right[], others: readonly Right[]): readonly Right[] => {
  const keys = new Set(others.map(keyOf));
  return rights.filter((right) => !keys.has(keyOf(right)));
};

/** How what is granted differs from what is wanted: first what is missing. */
export const compareRights = (wanted: readonly Right[], granted: readonly Right[]): readonly RightDifference[] => [
  ...without(wanted, granted).map((right) => ({ ...right, kind: 'missing' as const })),
  ...without(granted, wanted).map((right) => ({ ...right, kind: 'unwanted' as const })),
];
