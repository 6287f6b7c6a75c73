import { createHash } from 'node:crypto';

/** The stylesheet of the pool's pages. Text and controls keep a contrast of 4.5 to 1 or more in both schemes. */
export const style = `
:root{color-scheme:light dark;--page:#eef1f6;--card:#fff;--text:#16202e;--soft:#4b5768;--line:#8a95a5;--rule:#dde2ea;--accent:#1f5fbf;--hover:#184c9b;--onAccent:#fff;--alert:#a3142b;--alertPage:#fdecee}
@media (prefers-color-scheme:dark){:root{--page:#10151d;--card:#1a212c;--text:#e9edf3;--soft:#a9b4c3;--line:#6f7c8f;--rule:#2e3846;--accent:#8ab4ff;--hover:#a8c7ff;--onAccent:#0c1a30;--alert:#ffb3bd;--alertPage:#3a1a21}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:flex;flex-direction:column;align-items:center;justify-content:center;padding:24px 16px;background:var(--page);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{width:100%;max-width:420px;padding:32px;background:var(--card);border:1px solid var(--rule);border-radius:12px;box-shadow:0 8px 28px rgb(0 0 0/.08)}
.badge{display:inline-block;margin:0 0 16px;padding:2px 10px;border:1px solid var(--line);border-radius:999px;color:var(--soft);font-size:13px}
h1{margin:0;font-size:26px;line-height:1.25}
h2{margin:0 0 8px;font-size:14px;color:var(--soft)}
.lead{margin:4px 0 24px;color:var(--soft);overflow-wrap:anywhere}
.alert{margin:0 0 20px;padding:10px 14px;border-left:4px solid var(--alert);border-radius:4px;background:var(--alertPage);color:var(--alert)}
label{display:block;margin:0 0 6px;font-weight:600}
input{width:100%;margin:0 0 18px;padding:10px 12px;border:1px solid var(--line);border-radius:8px;background:var(--card);color:var(--text);font:inherit}
button{width:100%;margin-top:4px;padding:11px 16px;border:1px solid transparent;border-radius:8px;background:var(--accent);color:var(--onAccent);font:inherit;font-weight:600;cursor:pointer}
button:hover{background:var(--hover)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.users{margin:28px 0 0;padding:20px 0 0;border-top:1px solid var(--rule);font-size:14px}
ul{margin:0;padding:0;list-style:none}
li{padding:4px 0;overflow-wrap:anywhere}
li span{color:var(--soft)}
a{color:var(--accent)}
.users p{margin:10px 0 0;color:var(--soft)}
code{font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;color:var(--text)}
footer{max-width:420px;margin:20px 0 0;text-align:center;font-size:13px;color:var(--soft)}
@media (max-width:480px){main{padding:24px 20px}}
@media (forced-colors:active){main,button{border-color:ButtonText}}
`;

/**
 * Only this stylesheet and an inline icon. There is no `form-action`: browsers apply it to the redirect after a form
 * post as well, and would then refuse to hand the callback to a custom scheme such as `vscode:`.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  'img-src data:',
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');
