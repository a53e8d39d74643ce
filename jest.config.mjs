/** One transform for every tier: the specs run as the ES modules they are. */
const swc = ['@swc/jest', { jsc: { target: 'es2024', parser: { syntax: 'typescript' } }, module: { type: 'es6' } }];

const common = {
  rootDir: import.meta.dirname,
  testEnvironment: '<rootDir>/tools/test-run/plain-global-environment.mjs',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': swc },
  transformIgnorePatterns: ['/node_modules/(?!@troupe/)'],
  modulePathIgnorePatterns: ['<rootDir>/.troupe/', '<rootDir>/.nx/'],
};

/** Jest starts the local stack only when a run has specs of a project that asks for it. */
const withStack = {
  globalSetup: '<rootDir>/libs/testing/src/jest-global-setup.ts',
  globalTeardown: '<rootDir>/libs/testing/src/jest-global-teardown.ts',
  setupFilesAfterEnv: [
    '<rootDir>/libs/testing/src/jest-time-limit.ts',
    '<rootDir>/libs/testing/src/jest-watch-transactions.ts',
  ],
};

/** A tier is the suffix of its specs: `jest --selectProjects unit` runs what needs nothing. */
const tier = (name, settings) => ({ ...common, displayName: name, testMatch: [`**/*.${name}.spec.ts`], ...settings });

/** @type {import('jest').Config} */
export default {
  testSequencer: '<rootDir>/tools/test-run/longest-first.mjs',
  projects: [tier('unit'), tier('int', withStack), tier('e2e', withStack)],
};
