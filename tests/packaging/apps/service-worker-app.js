// The page of the service worker: it asks, and shows the answer.
const script = new URL(document.body.dataset.worker, location.href);
const registration = await navigator.serviceWorker.register(script, { type: 'module' });
const worker = registration.installing ?? registration.waiting ?? registration.active;
const { port1, port2 } = new MessageChannel();
port1.onmessage = ({ data }) => {
  document.getElementById('result').textContent = data;
};
worker.postMessage('try', [port2]);
