/**
 * The page's material (web/src/lib/style/tokens.css), as far as a report needs it: the file must look like the dojo
 * also where there is none. A test compares the colours with the page's.
 */
export const reportStyle = `
:root {
  color-scheme: light dark;
  --ground: light-dark(oklch(96.2% 0.008 84), oklch(18.5% 0.008 62));
  --panel: light-dark(oklch(98.9% 0.004 84), oklch(22.2% 0.009 62));
  --line: light-dark(oklch(86.5% 0.013 80), oklch(32% 0.011 66));
  --ink: light-dark(oklch(24.5% 0.014 66), oklch(92.5% 0.009 84));
  --ink-soft: light-dark(oklch(43% 0.016 68), oklch(74% 0.013 80));
  --good: light-dark(oklch(47% 0.1 166), oklch(79% 0.125 166));
  --bad: light-dark(oklch(51% 0.185 33), oklch(73% 0.155 38));
  --unknown: light-dark(oklch(48% 0.028 262), oklch(75% 0.028 262));
  --fault: light-dark(oklch(46% 0.175 312), oklch(78% 0.125 314));
  --fault-wash: light-dark(oklch(94% 0.03 314), oklch(28.5% 0.06 312));
  --touch: light-dark(oklch(50% 0.105 74), oklch(84% 0.125 84));
}
* { box-sizing: border-box; }
body {
  max-width: 66rem; margin: 0 auto; padding: 2rem 1.25rem 3rem;
  font: 1rem/1.6 'IBM Plex Sans', 'IBM Plex Sans JP', 'Noto Sans CJK JP', system-ui, sans-serif;
  color: var(--ink); background: var(--ground);
}
:lang(ja) body { line-height: 1.8; }
h1 { margin: 0.25rem 0 1rem; font-size: 1.75rem; line-height: 1.3; text-wrap: balance; }
h2 { margin: 2rem 0 0.5rem; font-size: 1.3125rem; line-height: 1.3; overflow-wrap: anywhere; }
:lang(ja) :is(h1, h2) { line-height: 1.45; word-break: auto-phrase; }
p { margin: 0.5rem 0; }
.kind { color: var(--ink-soft); }
.outcome { font-weight: 600; }
.outcome.met { color: var(--good); }
.outcome.unmet { color: var(--bad); }
.outcome.inconclusive { color: var(--unknown); }
dl { display: grid; grid-template-columns: minmax(9rem, max-content) 1fr; gap: 0.25rem 1.5rem; margin: 0; }
dt { color: var(--ink-soft); }
dd { margin: 0; overflow-wrap: anywhere; }
code { font: 0.875em 'IBM Plex Mono', ui-monospace, monospace; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: 0.75rem 0; font-size: 0.875rem; }
th, td { padding: 0.3rem 0.75rem 0.3rem 0; border-bottom: 1px solid var(--line); text-align: start; vertical-align: top; }
th { font-weight: 600; color: var(--ink-soft); }
td:first-child { white-space: nowrap; font-variant-numeric: tabular-nums; }
td:last-child { overflow-wrap: anywhere; }
.note, footer { color: var(--ink-soft); font-size: 0.875rem; }
footer { margin-top: 2.5rem; padding-top: 1rem; border-top: 1px solid var(--line); }
figure { margin: 1.25rem 0; padding: 1rem 0.5rem 0.5rem; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; }
.strip { display: block; width: 100%; height: auto; }
.strip .line, .strip .tick { stroke: var(--line); fill: none; }
.strip .label { fill: var(--ink-soft); font-size: 12px; }
.strip .good { stroke: var(--good); fill: none; }
.strip .bad { stroke: var(--bad); fill: none; }
.strip .fault { fill: var(--fault-wash); stroke: var(--fault); stroke-dasharray: 3 3; }
.strip .fault-name { fill: var(--fault); font-size: 12px; font-weight: 600; }
.strip .possible { stroke: var(--bad); fill: none; stroke-width: 1.5; }
.strip .certain { stroke: var(--bad); stroke-width: 6; }
.strip .touch { fill: var(--touch); }
.legend { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin: 0.5rem 0.75rem 0; padding: 0; list-style: none; font-size: 0.8125rem; color: var(--ink-soft); }
.legend li::before { content: ''; display: inline-block; width: 0.7em; height: 0.7em; margin-inline-end: 0.4em; }
.legend .good::before { background: var(--good); }
.legend .bad::before { background: var(--bad); }
.legend .fault::before { background: var(--fault-wash); border: 1px dashed var(--fault); }
.legend .outage::before { height: 0.35em; background: var(--bad); vertical-align: 0.15em; }
.legend .touch::before { background: var(--touch); clip-path: polygon(0 0, 100% 0, 50% 100%); }
@media (max-width: 36rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: 0.5rem; } }
@media print { body { background: none; } h2 { break-after: avoid; } tr, figure { break-inside: avoid; } }
`
