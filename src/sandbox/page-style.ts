/** One look for the sandbox's pages: quiet, readable, in the reader's own light or dark. */
export const PAGE_STYLE = `
:root { color-scheme: light dark; --ground: #f4f5f7; --sheet: #ffffff; --ink: #171a21; --soft: #5a6270; --line: #dfe3e8; --tint: #eef1f6; --accent: #3b50c5; --on-accent: #ffffff; --ring: #7c8df0; --warn: #8a4b00; --warn-ground: #fff4e0 }
@media (prefers-color-scheme: dark) { :root { --ground: #101217; --sheet: #191c23; --ink: #eceef2; --soft: #a3abb9; --line: #2d323c; --tint: #232833; --accent: #93a3ff; --on-accent: #10131f; --ring: #93a3ff; --warn: #f3c77f; --warn-ground: #33270f } }
* { box-sizing: border-box }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif }
h1, h2, p, dl, dd { margin: 0 }
:focus-visible { outline: 3px solid var(--ring); outline-offset: 2px }
button, input, select { font: inherit; color: inherit }
`;
