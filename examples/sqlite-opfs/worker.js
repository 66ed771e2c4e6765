// The plug-in and its database, in a worker: OPFS answers at once there, and so do the host functions.
import sqlite3InitModule from '@sqlite.org/sqlite-wasm';
import createPlugin from 'extism-web';

/** A database in the browser's private file system, which stays when the page is closed. Needs no cross-origin isolation. */
async function openDatabase() {
  const sqlite3 = await sqlite3InitModule();
  const pool = await sqlite3.installOpfsSAHPoolVfs({ name: 'plugin-store' });
  const database = new pool.OpfsSAHPoolDb('/store.sqlite3');
  database.exec('CREATE TABLE IF NOT EXISTS store (key TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID');
  return database;
}

async function start() {
  const database = await openDatabase();
  return createPlugin(new URL('/host_rust.wasm', location.href), {
    functions: {
      'extism:host/user': {
        // A parameter is data, never SQL: what a plug-in passes is not to be trusted.
        kv_read: (context, key) => context.store(database.selectValue('SELECT value FROM store WHERE key = ?', context.readText(key)) ?? ''),
        kv_write: (context, key, value) => {
          database.exec({
            sql: 'INSERT INTO store VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = ?2',
            bind: [context.readText(key), context.read(value).bytes()],
          });
        },
        reverse: (_context, text) => text,
      },
    },
  });
}

const starting = start();

onmessage = async ({ data: [name, input] }) => {
  try {
    const plugin = await starting;
    postMessage(plugin.callSync(name, input)?.text() ?? '');
  } catch (error) {
    postMessage(`${error.code ?? error.name}: ${error.message}`);
  }
};
