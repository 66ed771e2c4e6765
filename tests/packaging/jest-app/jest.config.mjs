// ES modules as they are, in a page's environment.
export default { testEnvironment: 'jsdom', transform: {}, testMatch: ['**/*.test.mjs'], cache: false };
