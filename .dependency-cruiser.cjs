/** Who may import whom, and no cycles. */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'shared-stands-alone',
      comment: 'shared holds contracts and pure helpers: zod, the permissions library, and nothing else',
      severity: 'error',
      from: { path: '^shared/src', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: ['^shared/src', 'node_modules/.*zod', 'node_modules/.*@casl'] },
    },
    {
      name: 'client-and-server-apart',
      severity: 'error',
      from: { path: '^client/' },
      to: { path: '^server/' },
    },
    { name: 'server-without-client', severity: 'error', from: { path: '^server/' }, to: { path: '^client/' } },
    {
      name: 'tests-from-outside',
      comment: 'journeys and benchmarks speak to the product as others do',
      severity: 'error',
      from: { path: '^test/' },
      to: { path: '^(server|client)/' },
    },
    {
      name: 'platform-knows-no-feature',
      severity: 'error',
      from: { path: '^server/src/(platform|config)/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^server/src/(?!platform/|config/|testing/)' },
    },
    {
      name: 'pure-domain',
      comment: 'domain logic has no framework, database or queue in it',
      severity: 'error',
      from: { path: '^server/src/[a-z]+/domain/', pathNot: '\\.spec\\.ts$' },
      to: { path: ['@nestjs', 'typeorm', 'bullmq', 'node_modules/pg', '^server/src/platform/(?!clock/clock\\.ts)'] },
    },
    {
      name: 'feeds-know-no-exercise',
      comment: 'the scenario driver is one more feed; the room does not know who drives it',
      severity: 'error',
      from: { path: '^server/src/(feeds|movements|sites|picture|access)/' },
      to: { path: '^server/src/exercises/' },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [
          '\\.d\\.ts$',
          'main\\.ts$',
          'cli\\.ts$',
          '\\.(spec|journey)\\.ts$',
          'testing/',
          'vite-env',
          'vite\\.config',
          'jest-svelte',
        ],
      },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@rearguard/source', 'import', 'node', 'default'],
    },
  },
};
