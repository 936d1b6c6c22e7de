/** The widget's style as a sheet object: a page's policy against inline styles does not touch it. */
export function sheet(): CSSStyleSheet {
  const made = new CSSStyleSheet();
  made.replaceSync(css);
  return made;
}

const css = `
:host{all:initial;color-scheme:light dark}
*{box-sizing:border-box}
button{min-height:44px;border:0;border-radius:14px;font:600 16px/1.2 system-ui,"Segoe UI",Roboto,"Open Sans",sans-serif;cursor:pointer}
.launcher{position:fixed;z-index:2147483000;right:20px;bottom:20px;min-height:52px;padding:0 22px;background:#14514f;color:#fff;border:2px solid #fff;border-radius:26px;box-shadow:0 4px 16px #0005}
.launcher[hidden]{display:none}
.launcher:hover{background:#0d3b39}
:focus-visible{outline:3px solid #14514f;outline-offset:2px;box-shadow:0 0 0 2px #fff}
dialog{display:none;position:fixed;z-index:2147483000;inset:auto 20px 20px auto;margin:0;padding:0;width:420px;height:min(720px,100dvh - 40px);max-width:none;max-height:none;overflow:hidden;border:1px solid #0f3f3d;border-radius:16px;background:#14514f;box-shadow:0 12px 40px #0006}
dialog[open]{display:flex;flex-direction:column}
.bar{display:flex;align-items:center;justify-content:space-between;padding:4px 6px 4px 18px;color:#fff}
h2{margin:0;font:650 17px/1.3 system-ui,"Segoe UI",Roboto,"Open Sans",sans-serif}
.close{padding:0 14px;background:none;color:#fff;text-decoration:underline;text-underline-offset:3px}
.close:hover{background:#0d3b39}
.close:focus-visible{outline-color:#fff;outline-offset:-4px;box-shadow:none}
iframe{flex:1;width:100%;border:0;background:Canvas}
.sentinel{height:0;outline:0}
@media (max-width:640px),(max-height:480px){dialog{inset:0;width:100%;height:100dvh;border:0;border-radius:0}}
@media (prefers-reduced-motion:no-preference){.launcher{transition:background .15s}}
`;
