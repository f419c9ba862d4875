/** @type {import('jest').Config} */
const common = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/scripts/strip-types.cjs' },
  transformIgnorePatterns: [],
  modulePathIgnorePatterns: ['<rootDir>/examples', '<rootDir>/lib', '<rootDir>/dist'],
};

export default {
  // A limit against hanging, not a measurement: a loaded machine is slow.
  testTimeout: 120_000,
  // Most tests wait for git and for commands: one process each leaves half of two cores idle.
  maxWorkers: '100%',
  projects: [
    { ...common, displayName: 'unit', testMatch: ['<rootDir>/__tests__/**/*.test.ts'], testPathIgnorePatterns: ['/node_modules/', '<rootDir>/__tests__/(e2e|act|container)/'] },
    { ...common, displayName: 'act', testMatch: ['<rootDir>/__tests__/act/**/*.test.ts'] },
    { ...common, displayName: 'container', testMatch: ['<rootDir>/__tests__/container/**/*.test.ts'], setupFilesAfterEnv: ['<rootDir>/__tests__/support/patience.ts'] },
    { ...common, displayName: 'e2e', testMatch: ['<rootDir>/__tests__/e2e/**/*.test.ts'], setupFilesAfterEnv: ['<rootDir>/__tests__/support/patience.ts'] },
  ],
};
