const first = `extism-web: runs Extism plug-ins

  extism-web call PLUGIN FUNCTION      call a function, write its output
  extism-web inspect PLUGIN            what it imports, exports and needs
  extism-web bench PLUGIN FUNCTION     how fast it is

PLUGIN is a file or a URL. --help after a command shows its options; --version shows this package's.`;

const plugin = `  --wasi                               taken, and not needed: plug-ins that want WASI have it
  --allow-path HOST:GUEST              a folder or file for WASI; ro:HOST:GUEST cannot be changed
  --allow-host HOST                    where HTTP requests may go; * matches anything
  --enable-http-response-headers       lets the plug-in see headers
  --config KEY=VALUE, --set-config JSON
  --timeout MS                         ends a call, in a thread of its own
  --memory-max PAGES                   of 64 KiB
  --http-response-max BYTES, --var-max BYTES
  --link [NAME=]FILE                   a module that the plug-in imports
  -m, --manifest                       PLUGIN is a manifest in JSON
  --log-level LEVEL                    trace, debug, info, warn (default), error, silent`;

const input = `  -i, --input TEXT                     the input; --stdin reads it instead`;
const json = `  --json                               errors as JSON`;

/** @type {Record<string, string>} */
const commands = {
  call: `extism-web call PLUGIN FUNCTION [options]

${input}
  -o, --output FILE                    where the output goes instead of standard output
  --loop N                             calls it so many times
${plugin}
${json}

Logs go to standard error. Exit codes: 0; 1 when the call failed; 2 when it was asked for wrongly.`,
  inspect: `extism-web inspect PLUGIN

  --json                               for programs`,
  bench: `extism-web bench PLUGIN FUNCTION [options]

${input}
  --duration MS                        for how long (default 2000)
${plugin}
  --json                               for programs`,
};

/** @param {string | undefined} command */
export const help = (command) => (command !== undefined && Object.hasOwn(commands, command) ? commands[command] : first);
