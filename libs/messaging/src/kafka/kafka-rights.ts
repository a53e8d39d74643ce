import { TroupeError } from '@troupe/contracts';
import kafkajs, { type AclEntry, type AclFilter, type AclOperationTypes, type Admin } from 'kafkajs';
import type { ConnectKafkaOptions } from '../connect-kafka.ts';
import { compareRights, rightsOf, type Right, type Rights, type RightsByService } from '../rights.ts';
import { createKafkaClient, KAFKAJS_RETRY } from './kafka-client.ts';
import { failureOf, kafkaUnavailable } from './kafka-failure.ts';
import { silentLogger } from './kafka-logger.ts';
import { patchKafkajs } from './kafkajs-patches.ts';
import { shareConnection } from './shared-connection.ts';

const {
  AclOperationTypes: operations,
  AclPermissionTypes: permissions,
  AclResourceTypes: resources,
  ResourcePatternTypes: patterns,
} = kafkajs;

const KINDS = { topic: resources.TOPIC, group: resources.GROUP } as const;
const ANY_HOST = '*';

/** Kafka's numbers by the names of operations, as `describe_configs`; the type of the enum promises a mapping that is not there. */
const NUMBERS = new Map(
  Object.entries(operations).map(([name, number]) => [name.toLowerCase(), number as AclOperationTypes]),
);
const NAMES = new Map([...NUMBERS].map(([name, number]) => [number, name]));

const operationName = (operation: AclOperationTypes): string => NAMES.get(operation) ?? 'unknown';

const operationOf = (name: string): AclOperationTypes => NUMBERS.get(name) ?? operations.UNKNOWN;

const entryOf = ({ account, operation, on, name }: Right): AclEntry => ({
  principal: `User:${account}`,
  host: ANY_HOST,
  operation: operationOf(operation),
  permissionType: permissions.ALLOW,
  resourceType: KINDS[on],
  resourceName: name,
  resourcePatternType: patterns.LITERAL,
});

/** The same right, of whatever pattern and from whatever host it was granted. */
const filterOf = (right: Right): AclFilter => {
  const { principal, operation, permissionType, resourceType, resourceName } = entryOf(right);
  return { principal, operation, permissionType, resourceType, resourceName, resourcePatternType: patterns.ANY };
};

/** What is granted to these accounts in this environment; what is granted for all topics counts to each environment. */
const grantedTo = async (admin: Admin, accounts: readonly string[], prefix: string): Promise<readonly Right[]> => {
  const found = await admin.describeAcls({
    resourceType: resources.ANY,
    resourcePatternType: patterns.ANY,
    operation: operations.ANY,
    permissionType: permissions.ALLOW,
  });
  return found.resources.flatMap(({ resourceType, resourceName: name, acls }) => {
    const on = resourceType === KINDS.topic ? 'topic' : resourceType === KINDS.group ? 'group' : undefined;
    if (on === undefined || !(name.startsWith(prefix) || name === '*')) return [];
    return acls
      .map(({ principal, operation }): Right => ({
        account: principal.replace(/^User:/, ''),
        operation: operationName(operation),
        on,
        name,
      })) // prettier-ignore
      .filter(({ account }) => accounts.includes(account));
  });
};

const saysNobodyChecks = (error: unknown): boolean =>
  error instanceof Error && 'type' in error && error.type === 'SECURITY_DISABLED';

const translated = async <Result>(work: Promise<Result>): Promise<Result> => {
  try {
    return await work;
  } catch (error) {
    if (saysNobodyChecks(error))
      throw new TroupeError('CONFIG_INVALID', 'the brokers check no rights: set their authorizer.class.name', { cause: error }); // prettier-ignore
    if (failureOf(error) === 'refused')
      throw new TroupeError('TOPIC_FORBIDDEN', 'Kafka does not let this account look at or change rights: sign in as one that may alter the cluster', { cause: error }); // prettier-ignore
    throw kafkaUnavailable('cannot look at or change rights', error);
  }
};

/**
 * The rights of accounts at the brokers. Every method throws TroupeError CONFIG_INVALID where the brokers check none,
 * TOPIC_FORBIDDEN where this account may not, KAFKA_UNAVAILABLE.
 */
export const connectRights = (options: ConnectKafkaOptions): Rights => {
  const { prefix = '', logger = silentLogger } = options;
  patchKafkajs();
  const kafka = createKafkaClient({ ...options, logger });
  const shared = shareConnection(() => kafka.admin({ retry: KAFKAJS_RETRY }));
  const diff = async (wanted: RightsByService) => {
    const granted = await grantedTo(await shared.get(), Object.keys(wanted), prefix);
    return compareRights(
      Object.entries(wanted).flatMap(([service, rights]) => rightsOf(service, rights, prefix)),
      granted,
    );
  };
  const apply: Rights['apply'] = async (wanted, { prune = false } = {}) => {
    const differences = await diff(wanted);
    const admin = await shared.get();
    const acl = differences.filter(({ kind }) => kind === 'missing').map(entryOf);
    if (acl.length > 0) await admin.createAcls({ acl });
    const filters = prune ? differences.filter(({ kind }) => kind === 'unwanted').map(filterOf) : [];
    if (filters.length > 0) await admin.deleteAcls({ filters });
    return differences;
  };
  return {
    diff: (wanted) => translated(diff(wanted)),
    apply: (wanted, how) => translated(apply(wanted, how)),
    close: () => shared.close(),
  };
};
