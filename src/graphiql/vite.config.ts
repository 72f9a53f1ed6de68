import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

const gateway = 'http://127.0.0.1:4000';

export default defineConfig({
  root: import.meta.dirname,
  // Relative URLs, so that the page works behind any path prefix. The page itself is `…/graphql`.
  base: './',
  plugins: [react()],
  resolve: {
    conditions: ['graphql-pusher-source', ...defaultClientConditions],
    // The build that decrypts encrypted channels.
    alias: [{ find: /^pusher-js$/, replacement: 'pusher-js/with-encryption' }],
  },
  worker: { format: 'es' },
  build: {
    // The folder has the layout of the URLs: `index.html` is served as `…/graphql`, the rest as `…/graphql/assets/…`.
    outDir: '../../dist/graphiql',
    assetsDir: 'graphql/assets',
    emptyOutDir: true,
    // The package distributes the bundled libraries, so it must include their license notices.
    license: { fileName: 'licenses.md' },
    target: 'es2022',
    modulePreload: { polyfill: false },
    // Monaco exceeds the default limit. It is loaded after the page.
    chunkSizeWarningLimit: 4_000,
    rolldownOptions: {
      onLog: (level, log, report) => {
        // "use no memo" is a directive for React's compiler, which has already compiled these packages.
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') report(level, log);
      },
    },
  },
  // For `vite src/graphiql` while `npm start` is running.
  server: { proxy: { '/graphql': gateway } },
});
