import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  base: '/app/',
  plugins: [react()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    // No data: addresses, so the Content-Security-Policy stays narrow.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        // What changes rarely is kept apart from what changes with every release.
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/, priority: 3 },
            { name: 'tanstack', test: /node_modules[\\/]@tanstack[\\/]/, priority: 2 },
          ],
        },
      },
    },
  },
  // For `vite web` beside a server at PORT=3000.
  server: { proxy: { '/api': 'http://127.0.0.1:3000' } },
});
