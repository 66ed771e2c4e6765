// The page: asks the worker, and shows what it answers.
const [key, value, answer] = ['key', 'value', 'answer'].map((id) => document.getElementById(id));
const worker = new Worker(new URL('worker.js', import.meta.url), { type: 'module' });

worker.onmessage = ({ data }) => {
  answer.textContent = data;
};
worker.onerror = ({ message }) => {
  answer.textContent = message || 'the worker could not be loaded';
};
document.getElementById('write').onclick = () => worker.postMessage(['write', `${key.value}=${value.value}`]);
document.getElementById('read').onclick = () => worker.postMessage(['read', key.value]);
