import './style.css';
import './shell/play-app.js';

// For offline use all files are stored, 0.75 MB by gzip: when the page has come to rest, and not where data are to be saved.
const savesData = /** @type {any} */ (navigator).connection?.saveData === true;
if (!savesData) addEventListener('load', () => setTimeout(() => navigator.serviceWorker?.register('offline.js').catch(() => {}), 2000));
