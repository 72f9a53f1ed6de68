import { defineConfig } from 'vitest/config';

export default defineConfig({
  ssr: { resolve: { conditions: ['graphql-pusher-source', 'node', 'import', 'module-sync', 'default'] } },
  resolve: { conditions: ['graphql-pusher-source', 'node', 'import', 'module-sync', 'default'] },
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', './test/support/closing-line-reporter.ts'],
    // Vitest leaves one core to its main process, which has next to nothing to do.
    maxWorkers: '100%',
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
