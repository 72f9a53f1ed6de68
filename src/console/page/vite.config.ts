import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

const gateway = 'http://127.0.0.1:4000';

export default defineConfig({
  root: import.meta.dirname,
  // Relative addresses, so that the page works behind any path prefix. The page itself is `…/console`.
  base: './',
  plugins: [react()],
  resolve: { conditions: ['graphql-pusher-source', ...defaultClientConditions] },
  build: {
    // Laid out as it is served: `index.html` as `…/console`, the rest under `…/console/assets/`.
    outDir: '../../../dist/console',
    assetsDir: 'console/assets',
    emptyOutDir: true,
    // The package hands on what it has bundled, and owes its authors their notices.
    license: { fileName: 'licenses.md' },
    target: 'es2022',
    modulePreload: { polyfill: false },
    // The policy of the page allows no addresses that hold their content.
    assetsInlineLimit: 0,
  },
  // For `vite src/console/page` beside a running `npm start`.
  server: { proxy: { '/graphql': gateway } },
});
