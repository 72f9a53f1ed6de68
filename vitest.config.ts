import { defineConfig } from 'vitest/config';

export default defineConfig({
  ssr: { resolve: { conditions: ['graphql-pusher-source', 'node', 'import', 'module', 'default'] } },
  resolve: { conditions: ['graphql-pusher-source', 'node', 'import', 'module', 'default'] },
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', './test/support/closing-line-reporter.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
