/** One Jest process for every project: sources are ESM, which swc turns into CommonJS for Jest. */
export default {
  testEnvironment: 'node',
  /** Real processes answer here, on machines that do other things too. */
  testTimeout: 30_000,
  maxWorkers: 2,
  setupFiles: ['<rootDir>/scripts/property-seed.mjs'],
  testEnvironmentOptions: {
    customExportConditions: ['@atoll/source', 'node', 'node-addons', 'require', 'default'],
  },
  roots: ['<rootDir>/packages', '<rootDir>/apps', '<rootDir>/e2e'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/gen/runtime/'],
  modulePathIgnorePatterns: ['/dist/', '/testdata/.*/package.json'],
  transform: {
    '^.+\\.m?[jt]s$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!(jose|smol-toml)/)'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': ['$1.ts', '$1'] },
};
