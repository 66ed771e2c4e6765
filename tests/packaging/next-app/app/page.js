'use client';

import { useEffect, useState } from 'react';
import * as host from 'extism-web';
import { useWorkers } from '../in-worker.mjs';

export default function Page() {
  const [text, setText] = useState('');
  useEffect(() => {
    useWorkers(host, (name) => new URL(`/${name}`, location.href)).then(setText, (error) => setText(`${error.code} ${error.message}`));
  }, []);
  return <output id="result">{text}</output>;
}
