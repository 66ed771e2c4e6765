import { useMemo, useState } from 'react';
import { usePlugin } from './usePlugin.js';

const presets = { English: 'aeiouAEIOU', 'English with y': 'aeiouyAEIOUY', German: 'aeiouäöüAEIOUÄÖÜ' };

export function App() {
  const [text, setText] = useState('Zwölf Boxkämpfer jagen Viktor.');
  const [language, setLanguage] = useState('English');
  const { plugin, error } = usePlugin('/count_vowels.wasm', { vowels: presets[language] });
  // Microseconds: there is nothing to wait for.
  const answer = useMemo(() => plugin?.callSync('count_vowels', text)?.json(), [plugin, text]);
  return (
    <main>
      <h1>Vowels</h1>
      <p>
        <label htmlFor="language">Vowels of </label>
        <select id="language" value={language} onChange={({ target }) => setLanguage(target.value)}>
          {Object.keys(presets).map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </p>
      <textarea aria-label="A text" rows="4" value={text} onChange={({ target }) => setText(target.value)} />
      <p role="status">{error ? `${error.code}: ${error.message}` : answer ? `${answer.count} vowels` : 'Loading …'}</p>
    </main>
  );
}
