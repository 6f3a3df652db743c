const EVERY = 500;

/** Ends this process when the one that started it is gone: nobody would ever stop it otherwise. */
export function endWithParent(parent: number | undefined, end: () => void): () => void {
  if (parent === undefined) return () => undefined;
  const direct = process.ppid === parent;
  const timer = setInterval(() => {
    if (direct ? process.ppid !== parent : !isAlive(parent)) end();
  }, EVERY);
  timer.unref();
  process.on('disconnect', end);
  return () => {
    clearInterval(timer);
    process.off('disconnect', end);
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
