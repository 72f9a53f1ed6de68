import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

const gateway = 'http://127.0.0.1:4000';

export default defineConfig({
  root: import.meta.dirname,
  // Relative addresses, so that the page works behind any path prefix. The page itself is `…/graphql`.
  base: './',
  plugins: [react()],
  resolve: {
    conditions: ['graphql-pusher-source', ...defaultClientConditions],
    // The build that also reads encrypted channels.
    alias: [{ find: /^pusher-js$/, replacement: 'pusher-js/with-encryption' }],
  },
  worker: { format: 'es' },
  build: {
    // Laid out as it is served: `index.html` as `…/graphql`, the rest under `…/graphql/assets/`.
    outDir: '../../dist/graphiql',
    assetsDir: 'graphql/assets',
    emptyOutDir: true,
    // The package hands on what it has bundled, and owes its authors their notices.
    license: { fileName: 'licenses.md' },
    target: 'es2022',
    modulePreload: { polyfill: false },
    // Monaco is as large as it is, and loaded after the page.
    chunkSizeWarningLimit: 4_000,
    rolldownOptions: {
      onLog: (level, log, report) => {
        // "use no memo" speaks to React's compiler, which has done its work on these packages.
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') report(level, log);
      },
    },
  },
  // For `vite src/graphiql` beside a running `npm start`.
  server: { proxy: { '/graphql': gateway } },
});
