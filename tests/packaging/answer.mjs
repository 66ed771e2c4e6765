/** What every app of apps/ shows when all is well: count_vowels' answer to "Hello, World!". */
export const answer = '{"count":3,"total":3,"vowels":"aeiouAEIOU"}';

/** What every app with workers says: of each plug-in what came of its call. */
export const workersAnswer = [answer, 'TIMEOUT', '0', 'printed', '2 calls in 2 workers'].join(' | ');
