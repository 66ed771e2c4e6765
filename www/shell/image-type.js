const begins = (bytes, at, text) => [...text].every((character, i) => bytes[at + i] === character.charCodeAt(0));

/** @param {Uint8Array} bytes @returns {{type: string, extension: string} | undefined} the MIME type of an image, by how it begins */
export function imageType(bytes) {
  const made = (extension, type = `image/${extension}`) => ({ type, extension });
  if (bytes[0] === 0x89 && begins(bytes, 1, 'PNG\r\n\x1a\n')) return made('png');
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return made('jpg', 'image/jpeg');
  if (begins(bytes, 0, 'GIF87a') || begins(bytes, 0, 'GIF89a')) return made('gif');
  if (begins(bytes, 0, 'RIFF') && begins(bytes, 8, 'WEBP')) return made('webp');
  if (begins(bytes, 4, 'ftypavif')) return made('avif');
  if (begins(bytes, 0, 'BM') && bytes.length > 26) return made('bmp');
  const start = new TextDecoder().decode(bytes.subarray(0, 512));
  return /^\s*(<\?xml[^>]*>\s*)?(<!--[^]*?-->\s*)*(<!DOCTYPE svg[^>]*>\s*)?<svg[\s>]/i.test(start) ? made('svg', 'image/svg+xml') : undefined;
}
