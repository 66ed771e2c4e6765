export function resultTests() {}
