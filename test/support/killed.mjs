// Imported before a program: ends it, as `kill -9` does, right before the call that is to change the disk and has the number KILLED_AT;
// without that it counts such calls and writes their number into the file KILLED_COUNT.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const at = Number(process.env.KILLED_AT ?? Infinity);
let calls = 0;
const touched = () => {
  calls += 1;
  if (calls === at) process.kill(process.pid, 'SIGKILL');
};
const changing = [
  'chmod',
  'copyFile',
  'link',
  'mkdir',
  'open',
  'rename',
  'rm',
  'rmdir',
  'symlink',
  'truncate',
  'unlink',
  'write',
  'writeFile',
  'appendFile',
];
for (const name of changing)
  for (const target of [`${name}Sync`, name]) {
    const original = fs[target];
    fs[target] = function (...parameters) {
      if (!name.startsWith('open') || /[wa+]/.test(String(parameters[1]))) touched();
      return original.apply(this, parameters);
    };
    const promised = fs.promises[name];
    if (target === name && promised !== undefined)
      fs.promises[name] = function (...parameters) {
        if (name !== 'open' || /[wa+]/.test(String(parameters[1]))) touched();
        return promised.apply(this, parameters);
      };
  }
syncBuiltinESMExports();
if (process.env.KILLED_COUNT !== undefined) {
  const { writeFileSync } = fs;
  process.on('exit', () => writeFileSync(process.env.KILLED_COUNT, String(calls)));
}
