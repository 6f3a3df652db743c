// Runs before the first paint, so that a dark screen never flashes white. A file of its own because the
// Content-Security-Policy allows no inline script.
{
  let chosen = null;
  try {
    chosen = localStorage.getItem('paydesk-color-scheme');
  } catch {
    chosen = null; // storage switched off: follow the system
  }
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
}
