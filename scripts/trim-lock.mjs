// Takes out of the master lock what no project needs: node scripts/trim-lock.mjs, after `uv lock` in templates/environment.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const lock = join(dirname(dirname(fileURLToPath(import.meta.url))), 'templates', 'environment', 'uv.lock');

/** Processors and systems that some packages have wheels for, but numpy, pandas or pyarrow have not. */
const otherPlatform = /(?:riscv64|s390x|ppc64le|armv[67]l|i[36]86|loongarch64|win32)$/;
const otherInterpreter = /^(?:pp|graalpy)|^cp3(?:\d|1[5-9])$/;

/** Whether a wheel fits a machine that projects are trained or served on: `name-version-python-abi-platform.whl`. */
function fits(wheel) {
  const [python, abi, platform] = wheel
    .replace(/\.whl$/, '')
    .split('-')
    .slice(-3);
  if (platform.split('.').every((one) => otherPlatform.test(one))) return false;
  return abi === 'abi3' || !(/^cp\d+t$/.test(abi) || python.split('.').every((one) => otherInterpreter.test(one)));
}

const kept = readFileSync(lock, 'utf8')
  .split('\n')
  .filter((line) => {
    const wheel = /^ {4}\{ url = ".*\/([^/]+\.whl)"/.exec(line)?.[1];
    return wheel === undefined || fits(wheel);
  });
// When a file was uploaded and how long it is are of no use to a project, and digits do not compress.
writeFileSync(lock, kept.join('\n').replaceAll(/, (?:upload-time = "[^"]*"|size = \d+)/g, ''));
