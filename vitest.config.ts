import { defineConfig } from 'vitest/config';

const full = process.env['PAYDESK_FULL'] === '1';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['src/**/*.test.ts', 'web/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: ['test/global-setup.ts'],
    pool: 'forks',
    // Copies of the built product with a mistake in them are loaded as they are: they are JavaScript already.
    server: { deps: { external: [/\/node_modules\//, /\/dist\/planted-/] } },
    // Much of what tests do is wait for a clock or another process: four keep two cores busy.
    maxWorkers: 4,
    // Nothing is mocked and nothing kept between files: what is loaded once serves all files of a worker.
    isolate: false,
    // Nothing here is timed: a machine may be busy. These only end what hangs.
    testTimeout: full ? 1_800_000 : 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 90_000 } },
    // The process's own zone must not matter: a strange one shows where it does.
    env: { TZ: process.env['TZ'] ?? 'Australia/Lord_Howe' },
  },
});
