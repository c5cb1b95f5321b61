/** The style sheet of a report. */
export const REPORT_STYLE: string = `
:root { color-scheme: light dark; --page: #f6f7f9; --card: #fff; --ink: #1c2128; --muted: #5b6675; --line: #e3e7ec;
  --warn: #92400e; --warn-page: #fff7e6; --warn-line: #f3d19c; --wrong: #b42318; --accent: #1d4ed8; }
@media (prefers-color-scheme: dark) { :root { --page: #0e1116; --card: #161a20; --ink: #e6e9ee; --muted: #9aa5b4;
  --line: #2c343f; --warn: #fcd9a0; --warn-page: #2a2113; --warn-line: #5c4520; --wrong: #ff8f85; --accent: #7fa5ff; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); -webkit-text-size-adjust: 100%;
  font: 15px/1.55 system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif; }
main { max-width: 1120px; margin: 0 auto; padding: 40px 20px 64px; }
h1 { font-size: 30px; line-height: 1.2; letter-spacing: -0.015em; margin: 0 0 6px; text-wrap: balance; }
h2 { font-size: 20px; line-height: 1.3; letter-spacing: -0.01em; margin: 0 0 4px; }
h3 { font-size: 15px; margin: 28px 0 8px; }
p { margin: 0 0 12px; max-width: 72ch; }
a { color: var(--accent); }
.muted, figcaption, dt { color: var(--muted); }
section { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 24px; margin-top: 24px; }
.warning { border: 1px solid var(--warn-line); border-radius: 8px; background: var(--warn-page); color: var(--warn);
  margin: 14px 0 0; padding: 9px 14px; max-width: none; }
.warning::before { content: '\\26A0\\FE0E'; margin-right: 8px; }
.scroll { overflow-x: auto; margin: 12px -24px 0; padding: 0 24px; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; min-width: 100%; }
th, td { text-align: left; padding: 7px 14px 7px 0; border-bottom: 1px solid var(--line); white-space: nowrap;
  vertical-align: middle; }
th:last-child, td:last-child { padding-right: 0; }
thead th { color: var(--muted); font-weight: 500; font-size: 13px; border-bottom-width: 2px; }
tbody th { font-weight: 600; }
tbody tr:last-child > * { border-bottom: 0; }
.number { text-align: right; }
.wrong { color: var(--wrong); font-weight: 600; }
td svg { display: block; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 440px), 1fr)); gap: 28px 24px;
  margin-top: 20px; align-items: start; }
figure { margin: 0; overflow-x: auto; }
audio { width: 100%; max-width: 480px; display: block; }
figure svg { display: block; max-width: 100%; height: auto; }
.thirds { grid-template-columns: repeat(auto-fit, minmax(min(100%, 300px), 1fr)); }
main.wide { max-width: 1720px; }
.pair > section { min-width: 0; }
@media (min-width: 1240px) { .pair { display: grid; grid-template-columns: 1fr 1fr; gap: 0 24px; align-items: start; } }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 440px), 1fr)); gap: 28px 24px; }
article { min-width: 0; break-inside: avoid; }
h4 { font-size: 14px; margin: 8px 0 0; overflow-wrap: anywhere; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
ul { margin: 14px 0 0; padding-left: 20px; max-width: 72ch; }
dl { display: flex; flex-wrap: wrap; gap: 10px 32px; margin: 14px 0 0; }
dt { font-size: 13px; }
dd { margin: 0; font-weight: 600; font-variant-numeric: tabular-nums; }
details { margin-top: 18px; border-top: 1px solid var(--line); padding-top: 14px; }
summary { cursor: pointer; font-weight: 600; }
pre { overflow: auto; max-height: 480px; margin: 12px 0 0; padding: 14px; border-radius: 8px; background: var(--page);
  font: 12.5px/1.5 ui-monospace, 'SF Mono', Menlo, Consolas, monospace; }
.terms { display: grid; grid-template-columns: max-content 1fr; gap: 6px 20px; }
.terms dt { font-weight: 600; color: var(--ink); }
.terms dd { font-weight: 400; max-width: 72ch; }
@media (max-width: 640px) { main { padding: 24px 12px 40px; } h1 { font-size: 25px; } section { padding: 18px 16px; }
  .scroll { margin: 12px -16px 0; padding: 0 16px; } .terms { grid-template-columns: 1fr; gap: 0; }
  .terms dd { margin-bottom: 10px; } }
@media print { body { background: #fff; } section { border: 0; padding: 0; } figure, tr, dl { break-inside: avoid; }
  h2, h3, h4 { break-after: avoid; } audio { display: none; } .scroll, figure { overflow: visible; } }
`;
