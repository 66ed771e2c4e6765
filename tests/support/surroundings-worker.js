// Tells what a worker of the page finds.
postMessage({ isolated: self.crossOriginIsolated, jspi: 'Suspending' in WebAssembly || 'promising' in WebAssembly });
