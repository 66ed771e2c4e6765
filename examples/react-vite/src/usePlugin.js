import { compile } from 'extism-web';
import { useEffect, useState } from 'react';

/** Fetched and compiled once, whatever the number of components and settings. */
const compiled = new Map();

/** @param {string} url */
function compiledOnce(url) {
  if (!compiled.has(url)) {
    const compiling = compile(new URL(url, location.href));
    // The next component tries again.
    compiling.catch(() => compiled.delete(url));
    compiled.set(url, compiling);
  }
  return compiled.get(url);
}

/**
 * A plug-in with these settings: another one when they change, and closed when the component is gone.
 *
 * @param {string} url
 * @param {Record<string, string>} config
 * @returns {{plugin?: import('extism-web').Plugin, error?: Error}}
 */
export function usePlugin(url, config) {
  const [state, setState] = useState({});
  const settings = JSON.stringify(config);
  useEffect(() => {
    let isGone = false;
    /** @type {import('extism-web').Plugin | undefined} */
    let plugin;
    (async () => {
      try {
        plugin = await (await compiledOnce(url)).instantiate({ config: JSON.parse(settings) });
        if (isGone) await plugin.close();
        else setState({ plugin });
      } catch (error) {
        if (!isGone) setState({ error });
      }
    })();
    return () => {
      isGone = true;
      setState({});
      plugin?.close();
    };
  }, [url, settings]);
  return state;
}
