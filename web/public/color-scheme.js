// Runs before the first paint, so that a dark screen never flashes white. A file of its own because the
// Content-Security-Policy allows no inline script.
(function () {
  var chosen = null;
  try {
    chosen = localStorage.getItem('paydesk-color-scheme');
  } catch (refused) {
    chosen = null; // storage switched off: follow the system
  }
  var dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
