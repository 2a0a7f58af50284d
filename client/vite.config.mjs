import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { baseMap } from './build/base-map-plugin.mjs';

const server = 'http://127.0.0.1:3000';

export default defineConfig({
  plugins: [svelte(), baseMap()],
  resolve: { conditions: ['@rearguard/source', 'svelte', 'browser', 'module', 'import', 'default'] },
  worker: { format: 'es' },
  build: {
    // Everything is a file of our own origin: a `data:` font or an inline script would need holes in the policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2_000,
    rolldownOptions: {
      // The contracts are schemas without effects; what the page does not call need not travel.
      treeshake: {
        moduleSideEffects: [{ test: /[\\/]shared[\\/](src|dist)[\\/]/, sideEffects: false }],
        manualPureFunctions: ['z', 'InstantOut'],
      },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': server,
      '/sign-in': server,
      '/health': server,
      '/socket.io': { target: server, ws: true },
    },
  },
});
