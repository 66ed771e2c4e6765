// A browser's worker that does something odd beside serving a plug-in. Its name says what.
import '/js/worker.js';
import { beOdd } from './oddities.js';

beOdd(self.name, {
  listen: (receive) => addEventListener('message', ({ data }) => receive(data)),
  post: (data) => postMessage(data),
  end: () => self.close(),
});
