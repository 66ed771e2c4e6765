// Before the first paint: the colours that were chosen on an earlier visit. A script of its own, as the policy forbids inline ones.
try {
  const theme = localStorage.getItem('extism-web-theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage is forbidden: the system's colours.
}
