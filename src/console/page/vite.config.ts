import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

const gateway = 'http://127.0.0.1:4000';

export default defineConfig({
  root: import.meta.dirname,
  // Relative URLs, so that the page works behind any path prefix. The page itself is `…/console`.
  base: './',
  plugins: [react()],
  resolve: { conditions: ['graphql-pusher-source', ...defaultClientConditions] },
  build: {
    // The folder has the layout of the URLs: `index.html` is served as `…/console`, the rest as `…/console/assets/…`.
    // Not `dist/console`, which contains the compiled `src/console/server`: Vite empties this folder.
    outDir: '../../../dist/console/page',
    assetsDir: 'console/assets',
    emptyOutDir: true,
    // The package distributes the bundled libraries, so it must include their license notices.
    license: { fileName: 'licenses.md' },
    target: 'es2022',
    modulePreload: { polyfill: false },
    // The page's Content-Security-Policy forbids `data:` URLs.
    assetsInlineLimit: 0,
  },
  // For `vite src/console/page` while `npm start` is running.
  server: { proxy: { '/graphql': gateway } },
});
