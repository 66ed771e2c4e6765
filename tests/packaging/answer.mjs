// What every app of apps/ shows when all is well: count_vowels' answer to "Hello, World!".
export const answer = '{"count":3,"total":3,"vowels":"aeiouAEIOU"}';
