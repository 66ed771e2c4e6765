/** The version of the package, which webpack puts in. */
declare const __VERSION__: string;

declare module '*.css';
