/** One style sheet for all letters; inline styles carry what mail programs without a head need. */
export const palette = {
  page: '#f3f4f6',
  paper: '#ffffff',
  ink: '#14181f',
  quiet: '#57606a',
  rule: '#dfe3e8',
  accent: '#1d4ed8',
  onAccent: '#ffffff',
} as const;

export const font = '-apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

export const sheet = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (max-width: 480px) { .paper { padding: 24px 20px !important; } .page { padding: 0 !important; } }
@media (prefers-color-scheme: dark) {
  body, .page { background-color: #0d1117 !important; }
  .paper { background-color: #161b22 !important; border-color: #30363d !important; }
  .ink { color: #e6edf3 !important; }
  .quiet { color: #a5b0bc !important; }
  .rule { border-color: #30363d !important; }
  .link { color: #8ab4ff !important; }
  .button { background-color: #8ab4ff !important; color: #0d1117 !important; }
}`;
