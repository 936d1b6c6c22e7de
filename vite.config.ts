import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The desk: `src/web/desk` becomes `build/desk`, with hashed names, served under `/desk/`. */
export default defineConfig({
  root: 'src/web/desk',
  base: '/desk/',
  // The server writes the nonce of each answer in its place.
  html: { cspNonce: '__nonce__' },
  plugins: [react()],
  // Nothing is inlined as `data:`, so that the page's policy stays short.
  build: {
    outDir: '../../../build/desk',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // One piece for the desk, one for the charts; neither is loaded on a live call more than once.
    chunkSizeWarningLimit: 900,
  },
});
