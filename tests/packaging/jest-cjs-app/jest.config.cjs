// CommonJS, as Jest does by itself.
module.exports = { transform: {}, testMatch: ['**/*.test.cjs'], cache: false };
