// The pages of the tests.

/** A page with a place for the result, and these scripts. @param {string} scripts */
export const pageWith = (scripts) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>App</title>
<link rel="icon" href="data:,">
</head>
<body>
<output id="result"></output>
${scripts}
</body>
</html>
`;

/** @param {string} map JSON */
export const importMapScript = (map) => `<script type="importmap">${map}</script>`;
