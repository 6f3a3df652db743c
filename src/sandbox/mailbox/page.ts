import { PAGE_STYLE } from '../page-style.js';
import { INBOX_SCRIPT } from './page-script.js';

const STYLE = `
html, body { height: 100% }
.app { display: grid; grid-template: auto minmax(0, 1fr) / minmax(300px, 380px) minmax(0, 1fr); height: 100dvh }
header { grid-column: 1 / -1; display: flex; align-items: center; gap: 14px; padding: 12px 18px; background: var(--sheet); border-bottom: 1px solid var(--line); }
header svg { color: var(--accent); flex: none }
header h1 { font-size: 1.05rem; font-weight: 650; white-space: nowrap }
#count { color: var(--soft); font-size: 0.9rem; white-space: nowrap }
#search { flex: 1; max-width: 420px; margin-left: auto; min-width: 0; height: 40px; padding: 0 14px; border: 1px solid var(--line); border-radius: 10px; background: var(--ground); }
#search::placeholder { color: var(--soft); opacity: 1 }
.plain { min-height: 40px; padding: 0 14px; border-radius: 10px; border: 1px solid var(--line); background: transparent; font-weight: 550; cursor: pointer; white-space: nowrap }
.plain:hover { background: var(--tint); }
nav { overflow-y: auto; border-right: 1px solid var(--line); background: var(--sheet); }
nav ul { list-style: none; margin: 0; padding: 0 }
nav li button { display: block; width: 100%; text-align: left; padding: 13px 18px; border: 0; border-bottom: 1px solid var(--line); background: transparent; cursor: pointer }
nav li button:hover { background: var(--tint); }
nav li button[aria-current="true"] { background: var(--tint); box-shadow: inset 3px 0 0 var(--accent); }
nav li button:focus-visible { outline-offset: -3px }
.row { display: flex; justify-content: space-between; gap: 12px; align-items: baseline }
.to, .snippet, .subject { overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
.to { color: var(--soft); font-size: 0.86rem }
.time { color: var(--soft); font-size: 0.82rem; flex: none; font-variant-numeric: tabular-nums }
.subject { font-weight: 600; display: block; margin-top: 1px }
.snippet { color: var(--soft); font-size: 0.9rem; display: block }
.again { display: inline-block; background: var(--warn-ground); color: var(--warn); border-radius: 6px; padding: 0 7px; font-size: 0.8rem; font-weight: 600 }
#more { width: calc(100% - 36px); margin: 14px 18px }
article { display: flex; flex-direction: column; min-width: 0; min-height: 0 }
.head { padding: 18px 24px 14px; border-bottom: 1px solid var(--line); background: var(--sheet); }
.head h1 { font-size: 1.25rem; line-height: 1.3; letter-spacing: -0.01em; overflow-wrap: anywhere }
.head dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 2px 12px; margin-top: 10px; font-size: 0.9rem }
.head dt { color: var(--soft); }
.head dd { overflow-wrap: anywhere }
.tabs { display: flex; align-items: center; gap: 8px; margin-top: 14px; flex-wrap: wrap }
.tabs button[aria-pressed="true"] { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
iframe { flex: 1; width: 100%; border: 0; background: #fff; color-scheme: light }
pre { flex: 1; margin: 0; padding: 20px 24px; overflow: auto; white-space: pre-wrap; overflow-wrap: anywhere; font: 0.92rem/1.6 ui-monospace, "SF Mono", Menlo, Consolas, monospace }
.empty { display: grid; place-content: center; justify-items: center; gap: 8px; padding: 32px; text-align: center; height: 100%; color: var(--soft); }
.empty svg { color: var(--soft); opacity: 0.7 }
.empty strong { color: var(--ink); font-size: 1.05rem }
#back { display: none }
@media (max-width: 720px) {
  .app { grid-template-columns: minmax(0, 1fr); }
  header { flex-wrap: wrap; gap: 8px 10px; padding: 10px 14px }
  #count .word { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  #clear { margin-left: auto; padding: 0 12px; font-size: 0.92rem }
  #search { order: 5; flex-basis: 100%; max-width: none; height: 44px }
  nav { border-right: 0 }
  .reading nav, .reading header, .app:not(.reading) article { display: none }
  .reading { grid-template-rows: minmax(0, 1fr); }
  .head { padding: 12px 14px }
  #back { display: inline-flex; align-items: center; margin-bottom: 10px }
  pre { padding: 16px 14px }
}
`;

const MARK = '<svg width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><rect x="3" y="5" width="18" height="14" rx="2.5"/><path d="M3.5 7.5l8.5 6 8.5-6"/></svg>';

/** The whole inbox: one page that asks the JSON routes. */
export const inboxPage = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sandbox mailbox</title><link rel="icon" href="data:,"><style>${PAGE_STYLE}${STYLE}</style></head><body>
<main class="app" id="app">
<header>${MARK}<h1>Sandbox mailbox</h1><span id="count" role="status"></span>
<input id="search" type="search" placeholder="Search sender, recipient, subject" aria-label="Search messages">
<button class="plain" id="clear" type="button">Delete all</button></header>
<nav aria-label="Messages"><ul id="list"></ul><button class="plain" id="more" type="button" hidden>Show more</button></nav>
<article id="preview" aria-live="polite"></article>
</main>
<script>${INBOX_SCRIPT}</script></body></html>`;
