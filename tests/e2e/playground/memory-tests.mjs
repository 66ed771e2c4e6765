export function memoryTests() {}
