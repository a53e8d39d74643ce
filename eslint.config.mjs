import nx from '@nx/eslint-plugin';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Who may import whom. Agents know the contracts and the SDK, never one another. */
const boundaries = [
  { sourceTag: 'type:contracts', onlyDependOnLibsWithTags: ['type:contracts'] },
  { sourceTag: 'type:saga', onlyDependOnLibsWithTags: ['type:contracts', 'type:saga'] },
  { sourceTag: 'type:messaging', onlyDependOnLibsWithTags: ['type:contracts', 'type:messaging'] },
  { sourceTag: 'type:core', onlyDependOnLibsWithTags: ['type:contracts', 'type:core'] },
  { sourceTag: 'type:sdk', onlyDependOnLibsWithTags: ['type:contracts', 'type:messaging', 'type:core', 'type:sdk'] },
  {
    sourceTag: 'type:infra',
    onlyDependOnLibsWithTags: ['type:contracts', 'type:messaging', 'type:core', 'type:sdk', 'type:infra'],
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
    onlyDependOnLibsWithTags: ['type:contracts', 'type:messaging', 'type:core', 'type:saga', 'type:sdk'],
  },
  { sourceTag: 'type:examples', onlyDependOnLibsWithTags: ['type:contracts'] },
  { sourceTag: 'type:bench', onlyDependOnLibsWithTags: ['*'] },
  { sourceTag: 'type:tools', onlyDependOnLibsWithTags: ['type:contracts'] },
];

/** Only libs/messaging talks to Kafka and the registry; the benchmarks hold it against the bare client. */
const kafkaClients = ['kafkajs', 'kafkajs/*', '@kafkajs/*'];
const withoutKafkaClients = boundaries.map((constraint) =>
  ['type:messaging', 'type:bench'].includes(constraint.sourceTag)
    ? constraint
    : { ...constraint, bannedExternalImports: kafkaClients },
);

/** What the specs of every project may import besides. */
const forSpecs = withoutKafkaClients.map((constraint) => ({
  ...constraint,
  onlyDependOnLibsWithTags: [...constraint.onlyDependOnLibsWithTags, 'type:testing', 'type:infra'],
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
      ['@troupe/agent-sdk', '@troupe/messaging'],
      ['@troupe/agent-sdk', '@troupe/database'],
    ],
  },
];

export default defineConfig(
  globalIgnores(['**/node_modules', '**/generated', '**/dist', '.nx', '.troupe', 'coverage', 'tools/fixtures']),
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    plugins: { '@nx': nx },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@nx/enforce-module-boundaries': enforce(withoutKafkaClients),
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Export by name, so that one thing has one name everywhere.' },
        { selector: 'TSEnumDeclaration', message: 'Use a union of strings.' },
      ],
    },
  },
  {
    files: ['**/*.spec.ts', '**/*.features.ts', '**/*.fixture.ts'],
    rules: {
      '@nx/enforce-module-boundaries': enforce(forSpecs),
      'max-lines-per-function': 'off',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
);
