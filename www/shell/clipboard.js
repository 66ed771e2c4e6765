/**
 * Copies a text.
 * @param {string} text
 * @returns {Promise<string>} what to tell the person
 */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return 'Copied';
  } catch {
    return 'The browser does not let the page copy: select the text and copy it';
  }
}
