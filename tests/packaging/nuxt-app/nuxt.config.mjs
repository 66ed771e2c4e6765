export default { srcDir: 'src', telemetry: false, compatibilityDate: '2025-01-01', app: { head: { link: [{ rel: 'icon', href: 'data:,' }] } }, vite: { build: { target: 'esnext' } } };
