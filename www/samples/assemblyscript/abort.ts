// What the compiler calls instead of its own `abort`, which would be an import.
import { Memory } from "@extism/as-pdk";
import { error_set } from "@extism/as-pdk/lib/env";

/** Makes the message the plug-in's error, and traps. */
export function onAbort(message: string | null, file: string | null, line: u32, column: u32): void {
  const text = message === null ? "aborted" : message;
  error_set(Memory.allocateString(text + " at " + line.toString() + ":" + column.toString()).offset);
  unreachable();
}
