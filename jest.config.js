/**
 * Four kinds of tests, by the ending of the file:
 *   *.spec.ts         small: pure logic and single components, nothing outside the process
 *   *.medium.spec.ts  a module against a real PostgreSQL
 *   *.journey.ts      the whole product in real Chromium (folder test/)
 */
const swc = [
  '@swc/jest',
  {
    jsc: {
      target: 'es2023',
      parser: { syntax: 'typescript', decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
    },
    module: { type: 'es6' },
  },
];

const node = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': swc },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  testEnvironmentOptions: { customExportConditions: ['@rearguard/source', 'node', 'node-addons'] },
};

const medium = {
  ...node,
  globalSetup: '<rootDir>/server/src/testing/start-postgres.mjs',
  globalTeardown: '<rootDir>/server/src/testing/stop-postgres.mjs',
};

/** @type {import('jest').Config} */
export default {
  maxWorkers: 2,
  testTimeout: 60_000,
  projects: [
    {
      ...node,
      displayName: 'small',
      testMatch: ['<rootDir>/{shared,server}/src/**/*.spec.ts', '<rootDir>/ops/**/*.spec.ts'],
      testPathIgnorePatterns: ['\\.medium\\.spec\\.ts$'],
    },
    {
      displayName: 'client',
      rootDir: '<rootDir>/client',
      testEnvironment: 'jsdom',
      setupFiles: ['<rootDir>/jest-layout.mjs'],
      testMatch: ['<rootDir>/src/**/*.spec.ts'],
      extensionsToTreatAsEsm: ['.ts', '.svelte'],
      transform: { '^.+\\.svelte(\\.ts)?$': '<rootDir>/jest-svelte.mjs', '^.+\\.ts$': swc },
      transformIgnorePatterns: ['/node_modules/(?!.*svelte)'],
      moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
      testEnvironmentOptions: { customExportConditions: ['@rearguard/source', 'browser', 'svelte'] },
    },
    { ...medium, displayName: 'medium', testMatch: ['<rootDir>/server/src/**/*.medium.spec.ts'] },
    { ...node, displayName: 'journeys', testMatch: ['<rootDir>/test/**/*.journey.ts'] },
  ],
};
