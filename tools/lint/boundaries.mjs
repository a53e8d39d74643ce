import nx from '@nx/eslint-plugin';

/** Who may import whom. Agents know the contracts and the SDK, never one another. */
const boundaries = [
  { sourceTag: 'type:contracts', onlyDependOnLibsWithTags: ['type:contracts'] },
  { sourceTag: 'type:saga', onlyDependOnLibsWithTags: ['type:contracts', 'type:saga'] },
  { sourceTag: 'type:delivery', onlyDependOnLibsWithTags: ['type:contracts', 'type:delivery'] },
  { sourceTag: 'type:market', onlyDependOnLibsWithTags: ['type:contracts', 'type:market'] },
  { sourceTag: 'type:csv', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'type:support', onlyDependOnLibsWithTags: ['type:contracts', 'type:csv', 'type:support'] },
  { sourceTag: 'type:messaging', onlyDependOnLibsWithTags: ['type:contracts', 'type:messaging'] },
  { sourceTag: 'type:core', onlyDependOnLibsWithTags: ['type:contracts', 'type:core'] },
  { sourceTag: 'type:sdk', onlyDependOnLibsWithTags: ['type:contracts', 'type:messaging', 'type:core', 'type:sdk'] },
  {
    sourceTag: 'type:models',
    onlyDependOnLibsWithTags: ['type:contracts', 'type:messaging', 'type:core', 'type:sdk', 'type:models'],
  },
  {
    sourceTag: 'type:choreography',
    onlyDependOnLibsWithTags: ['type:contracts', 'type:messaging', 'type:saga', 'type:sdk', 'type:choreography'],
  },
  {
    sourceTag: 'type:infra',
    onlyDependOnLibsWithTags: [
      'type:contracts',
      'type:messaging',
      'type:core',
      'type:delivery',
      'type:sdk',
      'type:choreography',
      'type:infra',
    ],
  },
  {
    sourceTag: 'type:testing',
    onlyDependOnLibsWithTags: [
      'type:contracts',
      'type:messaging',
      'type:core',
      'type:saga',
      'type:sdk',
      'type:infra',
      'type:testing',
    ],
  },
  {
    sourceTag: 'type:app',
    onlyDependOnLibsWithTags: [
      'type:contracts',
      'type:messaging',
      'type:core',
      'type:saga',
      'type:delivery',
      'type:market',
      'type:csv',
      'type:support',
      'type:sdk',
      'type:choreography',
      'type:models',
    ],
  },
  { sourceTag: 'type:generators', onlyDependOnLibsWithTags: ['type:contracts', 'type:generators'] },
  { sourceTag: 'type:examples', onlyDependOnLibsWithTags: ['type:contracts', 'type:csv'] },
  { sourceTag: 'type:bench', onlyDependOnLibsWithTags: ['*'] },
  {
    sourceTag: 'type:simulation',
    onlyDependOnLibsWithTags: [
      'type:contracts',
      'type:messaging',
      'type:core',
      'type:saga',
      'type:sdk',
      'type:app',
      'type:testing',
      'type:simulation',
    ],
  },
  { sourceTag: 'type:tools', onlyDependOnLibsWithTags: ['type:contracts'] },
];

/** Only libs/messaging talks to Kafka and the registry; the benchmarks hold it against the bare client. */
const kafkaClients = ['kafkajs', 'kafkajs/*', '@kafkajs/*'];
/** Only libs/observability knows what spans are made with. */
const telemetry = ['@opentelemetry/*'];
/** Only libs/models asks models. */
const modelClients = ['ai', '@ai-sdk/*'];

const bannedFor = ({ sourceTag }) => [
  ...(['type:messaging', 'type:bench'].includes(sourceTag) ? [] : kafkaClients),
  ...(sourceTag === 'type:core' ? [] : telemetry),
  ...(sourceTag === 'type:models' ? [] : modelClients),
];
const withoutForeignClients = boundaries.map((constraint) => ({
  ...constraint,
  bannedExternalImports: bannedFor(constraint),
}));

/** What the specs of every project may import besides. Those of the tools hold the documents against all that there is. */
const specConstraints = withoutForeignClients.map((constraint) => ({
  ...constraint,
  onlyDependOnLibsWithTags:
    constraint.sourceTag === 'type:tools'
      ? ['*']
      : [...constraint.onlyDependOnLibsWithTags, 'type:testing', 'type:infra'],
}));

const enforce = (depConstraints) => [
  'error',
  {
    allow: [],
    depConstraints,
    banTransitiveDependencies: false,
    checkDynamicDependenciesExceptions: ['.*'],
    enforceBuildableLibDependency: false,
    // Specs use the test kit, and the test kit is made of the libraries that they test.
    ignoredCircularDependencies: [
      ['@troupe/testing', '@troupe/messaging'],
      ['@troupe/testing', '@troupe/database'],
      ['@troupe/testing', '@troupe/agent-sdk'],
      ['@troupe/testing', '@troupe/saga'],
      ['@troupe/testing', '@troupe/local-stack'],
      ['@troupe/local-stack', '@troupe/agent-sdk'],
      ['@troupe/local-stack', '@troupe/messaging'],
      ['@troupe/local-stack', '@troupe/database'],
      ['@troupe/testing', '@troupe/models'],
      ['@troupe/agent-sdk', '@troupe/messaging'],
      ['@troupe/agent-sdk', '@troupe/database'],
    ],
  },
];

/** The plugin that the rule comes from. */
export const nxPlugin = nx;

/** The rule for what is shipped. */
export const sourceBoundaries = enforce(withoutForeignClients);

/** The rule for specs, which may use the test kit and the local stack besides. */
export const specBoundaries = enforce(specConstraints);
