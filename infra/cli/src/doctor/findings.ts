/** What is known of this machine. Undefined: it is not there. */
export interface MachineFacts {
  /** `24.1.0` */
  readonly node: string;
  readonly git: string | undefined;
  /** The major version. */
  readonly java: number | undefined;
  readonly maven: string | undefined;
  readonly docker: string | undefined;
  /** The servers that the environment gives, and whether each answers. */
  readonly given: Readonly<Record<string, boolean>>;
  /** Whether packages are installed as the lock file says. */
  readonly installed: boolean;
  readonly isLinux: boolean;
  readonly isRoot: boolean;
  readonly freeMegabytes: number;
}

/** What is said of one thing. */
export interface Finding {
  readonly what: string;
  /** `bad` keeps it from running; `lesser` keeps a part of it from running. */
  readonly level: 'good' | 'lesser' | 'bad';
  /** What to do about it; only where it is not good. */
  readonly mend?: string;
}

const SERVERS = ['KAFKA_BROKERS', 'SCHEMA_REGISTRY_URL', 'DATABASE_URL'];
const OLDEST_NODE = 24;
const OLDEST_JAVA = 17;
/** What the three servers and a dozen services use, with room. */
const MEGABYTES = 3_000;

const judged = (isGood: boolean, what: string, mend: string, level: 'lesser' | 'bad' = 'bad'): Finding =>
  isGood ? { what, level: 'good' } : { what, level, mend };

const nodeFinding = ({ node }: MachineFacts): Finding =>
  judged(
    Number(node.split('.')[0]) >= OLDEST_NODE,
    `Node ${node}`,
    `run it by npx or npm, which have the Node ${OLDEST_NODE} that npm ci brings along; elsewhere than on Linux install Node ${OLDEST_NODE}`,
  );

const serverFindings = ({ given, java, maven, docker }: MachineFacts): readonly Finding[] => {
  const told = Object.entries(given).map(([name, answers]) =>
    judged(
      answers,
      `${name} is given, and ${answers ? 'answers' : 'does not answer'}`,
      `start that server, or unset ${name}`,
    ),
  );
  if (SERVERS.every((name) => name in given)) return told;
  if (docker !== undefined) return [...told, { what: `Docker ${docker} runs the servers`, level: 'good' }];
  const hasJava = java !== undefined && java >= OLDEST_JAVA;
  return [
    ...told,
    judged(
      hasJava,
      `Java ${java ?? 'is not there'}`,
      `install Java ${OLDEST_JAVA} or newer (apt-get install openjdk-17-jre-headless), or start Docker`,
    ),
    judged(
      maven !== undefined,
      `Maven ${maven ?? 'is not there'}`,
      'install Maven (apt-get install maven), or start Docker',
    ),
  ];
};

/** What keeps Troupe from running on a machine, wholly or in part, and what to do about it. */
export const examineMachine = (facts: MachineFacts): readonly Finding[] => [
  nodeFinding(facts),
  judged(
    facts.installed,
    facts.installed ? 'packages are installed' : 'packages are not installed as the lock file says',
    'npm ci',
  ),
  judged(
    facts.git !== undefined,
    `git ${facts.git ?? 'is not there'}`,
    'install git: delivered code lies in git repositories',
    'lesser',
  ),
  ...serverFindings(facts),
  judged(
    facts.freeMegabytes >= MEGABYTES,
    `${facts.freeMegabytes} MB of memory are free`,
    `free ${MEGABYTES} MB, or give servers that run elsewhere`,
    'lesser',
  ),
  judged(
    facts.isLinux && facts.isRoot,
    facts.isLinux
      ? facts.isRoot
        ? 'generated code can be run in the sandbox'
        : 'the sandbox needs root'
      : 'the sandbox needs Linux',
    'reviews of generated code are refused until it runs as root on Linux; everything else works',
    'lesser',
  ),
];
