export { type LiveServer, pageFolder, type StartLiveOptions, startLive } from './serve/start-live.js';
