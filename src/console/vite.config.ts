/** Builds the console into dist/console, from where the server serves it. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: '../../dist/console',
    emptyOutDir: true,
    // The content security policy allows no data: addresses, so that nothing may be inlined.
    assetsInlineLimit: 0,
    // One chunk: the console is used for hours and cached; raw kB, about a third of it on the wire.
    chunkSizeWarningLimit: 1000,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8480' } },
});
