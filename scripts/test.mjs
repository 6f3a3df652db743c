// Runs the tests: vitest with one PostgreSQL for the run (test/global-setup.ts). The last line is
// `N passed, N failed`, with `, N skipped` when there are any. `--full` runs the harnesses at full size.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const args = process.argv.slice(2);
const full = args.includes('--full');
const folder = mkdtempSync(join(tmpdir(), 'paydesk-counts-'));
const countsFile = join(folder, 'counts.json');

const child = spawn(
  process.execPath,
  [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--reporter=default',
    `--reporter=${join(root, 'test/count-reporter.ts')}`,
    ...args.filter((arg) => arg !== '--full'),
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PAYDESK_TEST_COUNTS: countsFile, ...(full && { PAYDESK_FULL: '1' }) },
  },
);
// The runner stops its PostgreSQL before it ends: it must hear of Ctrl-C and SIGTERM, and we must outlive it.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));

child.once('exit', (code) => {
  const counts = readCounts();
  const failed = code === 0 ? counts.failed : Math.max(1, counts.failed);
  const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
  process.stdout.write(`\n${counts.passed} passed, ${failed} failed${skipped}\n`);
  process.exitCode = failed > 0 ? 1 : 0;
});

function readCounts() {
  try {
    return JSON.parse(readFileSync(countsFile, 'utf8'));
  } catch {
    // The run ended before it could count: one failure.
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
