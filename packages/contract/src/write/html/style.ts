/** The page's style: readable in light and dark, on paper and on a narrow screen. Contrast is at least 4.5:1 (WCAG 1.4.3). */
export const style = `
:root { color-scheme: light dark; --back: #ffffff; --fore: #1c1e21; --soft: #f3f4f6; --line: #c9cdd3; --faint: #565c66; --link: #0b57b3; --good: #13652f; --bad: #9b1c1c; --warn: #7a4b00; }
@media (prefers-color-scheme: dark) { :root { --back: #16181c; --fore: #e6e8eb; --soft: #22252b; --line: #444a54; --faint: #a9b0bb; --link: #8ab8ff; --good: #6fd08c; --bad: #ff9a94; --warn: #f2c066; } }
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; background: var(--back); color: var(--fore); font: 1rem/1.5 system-ui, sans-serif; display: grid; grid-template-columns: minmax(14rem, 20rem) minmax(0, 1fr); }
a { color: var(--link); }
a:focus-visible, input:focus-visible, summary:focus-visible, pre:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--back); padding: .5rem; z-index: 1; }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 1rem; background: var(--soft); border-right: 1px solid var(--line); }
nav ul { list-style: none; margin: 0 0 1rem; padding: 0; }
nav li { margin: .25rem 0; overflow-wrap: anywhere; }
nav h2 { font-size: 1rem; margin: 1rem 0 .25rem; }
nav input { width: 100%; padding: .5rem; font: inherit; color: inherit; background: var(--back); border: 1px solid var(--faint); border-radius: .25rem; }
main { padding: 1rem 2rem 4rem; max-width: 70rem; }
section { border-top: 1px solid var(--line); padding-top: .5rem; margin-top: 1.5rem; }
code, pre { font-family: ui-monospace, monospace; font-size: .9em; overflow-wrap: anywhere; }
pre { background: var(--soft); border: 1px solid var(--line); border-radius: .25rem; padding: .75rem; overflow: auto; }
pre code { overflow-wrap: normal; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; }
th, td { border: 1px solid var(--line); padding: .4rem .6rem; text-align: left; vertical-align: top; }
thead th { background: var(--soft); }
h5 { font-size: 1rem; margin: 1rem 0 .25rem; }
small, .kind, .label { color: var(--faint); }
.schema p, td p { margin: 0 0 .25rem; }
.part { border-left: 3px solid var(--line); padding-left: .75rem; margin: .5rem 0; }
.part ul { margin: .25rem 0; }
.summary { font-size: 1.1rem; }
.method, .status { font-family: ui-monospace, monospace; font-weight: 700; }
.s2 { color: var(--good); } .s4, .s5 { color: var(--bad); } .warning { color: var(--warn); }
[hidden] { display: none; }
@media (max-width: 50rem) { body { display: block; } nav { position: static; height: auto; } main { padding: 1rem; } }
@media print { nav { display: none; } body { display: block; } details { display: block; } }
`;
