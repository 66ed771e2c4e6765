import './style.css';
import './shell/play-app.js';

// Offline use costs nothing at the first visit: the worker is registered when the page has come to rest.
addEventListener('load', () => setTimeout(() => navigator.serviceWorker?.register('offline.js').catch(() => {}), 2000));
