// Fetches a URL, if the host lets it, and says what came back.
import { Host, Memory } from "@extism/as-pdk";
import { http_request, length, load_u8 } from "@extism/as-pdk/lib/env";
import "../../../../tests/guests/assemblyscript/abort";

// @ts-ignore: decorators are AssemblyScript's.
@external("extism:host/env", "http_status_code")
declare function httpStatusCode(): i32;

/** The most of a body that is shown (bytes). */
const SHOWN: u64 = 400;

/** Takes a URL; gives the status, the length of the body, and its beginning. */
export function get(): i32 {
  const request = Memory.allocateString('{"url":"' + Host.inputString() + '","method":"GET"}');
  const body = http_request(request.offset, 0);
  const size: u64 = body == 0 ? 0 : length(body);
  const shown = new Uint8Array(<i32>min(size, SHOWN));
  for (let i = 0; i < shown.length; i++) shown[i] = load_u8(body + i);
  Host.outputString("status " + httpStatusCode().toString() + ", " + size.toString() + " bytes\n\n" + String.UTF8.decode(shown.buffer));
  return 0;
}
