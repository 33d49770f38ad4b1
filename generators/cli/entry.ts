#!/usr/bin/env node
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major > 20 || (major === 20 && minor >= 17)) {
  // Until 22.3 not every Node.js tells its own modules in this way.
  process.getBuiltinModule ??= (await import('node:module')).createRequire(import.meta.url);
  // From 22.1 on it keeps what it has compiled for the next run; to be kept, all else is loaded after this.
  (process.getBuiltinModule('node:module') as { enableCompileCache?: () => void }).enableCompileCache?.();
  await (await import('./always.ts')).main();
} else {
  // None of our code need run there, so this is told by hand.
  const message = `Node.js ${process.versions.node} is too old: create-ml-project needs 20.17 or newer.`;
  const hint = 'See https://nodejs.org';
  console.error(`error ${message}\n${hint}`);
  if (process.argv.includes('--json')) console.log(JSON.stringify({ error: { code: 'environment', message, hint, exit: 1 } }, null, 2));
  process.exitCode = 1;
}

export {};
