/** The one style sheet of the citizens' pages: for small screens first, readable without it. */
export const STYLE = `
:root{--ink:#1b2733;--quiet:#52606d;--line:#c5ced6;--ground:#f4f6f8;--paper:#fff;--brand:#9e1b1e;--ok:#146c43;--wrong:#a4161a}
@media (prefers-color-scheme:dark){:root{--ink:#eef2f5;--quiet:#a9b5c0;--line:#44515d;--ground:#12181e;--paper:#1c242c;--brand:#ff8a80;--ok:#6fd3a0;--wrong:#ff9d9d}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:1.0625rem/1.65 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",system-ui,sans-serif}
header,main{max-width:40rem;margin:0 auto;padding:0 1rem}
header{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;align-items:baseline;padding-top:1rem}
header strong{flex:1 1 100%;color:var(--brand);font-size:1.125rem}
header a{color:inherit}
header a[aria-current]{font-weight:600;text-decoration:none}
main{padding-bottom:3rem}
h1{font-size:1.6rem;line-height:1.3;margin:1.25rem 0 .5rem}
form,.card{background:var(--paper);border:1px solid var(--line);border-radius:.75rem;padding:1.25rem;margin-top:1rem}
label{display:block;font-weight:600;margin-top:1.1rem}
label:first-of-type{margin-top:0}
label small{font-weight:400;color:var(--quiet)}
.hint{margin:.1rem 0 .35rem;color:var(--quiet);font-size:.9375rem}
input,textarea{width:100%;font:inherit;color:inherit;background:var(--paper);border:1px solid var(--quiet);border-radius:.5rem;padding:.6rem .75rem;min-height:2.9rem}
textarea{min-height:9rem;resize:vertical}
input[aria-invalid],textarea[aria-invalid]{border:2px solid var(--wrong)}
:focus-visible{outline:3px solid var(--brand);outline-offset:2px}
button,.button{display:inline-block;margin-top:1.4rem;font:inherit;font-weight:600;color:#fff;background:#9e1b1e;border:0;border-radius:.5rem;padding:.7rem 1.6rem;min-height:2.9rem;cursor:pointer;text-decoration:none}
button:hover,.button:hover{background:#7d1416}
.wrong{border-left:.3rem solid var(--wrong)}
.wrong p{margin:0;font-weight:600}
.wrong a,.error{color:var(--wrong)}
.error{margin:.3rem 0 0;font-weight:600}
.code{font:700 2rem/1.3 ui-monospace,Menlo,Consolas,monospace;letter-spacing:.12em;color:var(--ok);overflow-wrap:anywhere}
dl{margin:0;display:grid;grid-template-columns:minmax(5rem,auto) 1fr;gap:.6rem 1rem}
dt{color:var(--quiet)}
dd{margin:0;overflow-wrap:anywhere;white-space:pre-line}
.aside{position:absolute;left:-9999px}
`;
