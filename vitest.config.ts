import { defineConfig } from 'vitest/config';

export default defineConfig({
  ssr: { resolve: { conditions: ['graphql-pusher-source', 'node', 'import', 'module-sync', 'default'] } },
  resolve: { conditions: ['graphql-pusher-source', 'node', 'import', 'module-sync', 'default'] },
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', './test/support/closing-line-reporter.ts'],
    // Half of a test's time is waiting for processes, browsers and clocks.
    maxWorkers: '200%',
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
