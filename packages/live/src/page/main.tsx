import { render } from 'preact';
import { Session } from '../session/session.js';
import { App } from '../view/app.js';
import '../view/style/theme.css';
import '../view/style/controls.css';
import '../view/style/panels.css';
import '../view/style/layout.css';

const worker = new Worker(new URL('../worker/worker.ts', import.meta.url), { type: 'module' });
render(<App session={new Session(worker)} />, document.getElementById('root')!);

// The service worker keeps the page for use without a network. Where there is none, the page works all the same.
if (import.meta.env.PROD) void navigator.serviceWorker?.register('./service-worker.js').catch(() => {});
