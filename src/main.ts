import { program } from './cli/program.js';

try {
  await program().parseAsync();
} catch (error) {
  // What is wrong is said in words; where it happened is for those who develop.
  const { explain } = await import('./cli/explain.js');
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
}
