// Makes HTTP requests; the PDK declares the call, and leaves the rest to the plug-in.
import { Host, Memory } from "@extism/as-pdk";
import { http_request, length } from "@extism/as-pdk/lib/env";
import "../abort";

// @ts-ignore: decorators are AssemblyScript's.
@external("extism:host/env", "http_status_code")
declare function httpStatusCode(): i32;

/** Gets the URL of the input; outputs `STATUS LENGTH`, the length being the body's in bytes. */
export function fetch(): i32 {
  const request = Memory.allocateString('{"url":"' + Host.inputString() + '","method":"GET"}');
  const body = http_request(request.offset, 0);
  const bytes = body == 0 ? 0 : length(body);
  Host.outputString(httpStatusCode().toString() + " " + bytes.toString());
  return 0;
}
