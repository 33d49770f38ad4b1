import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ownCommand } from '../../generators/core/own-command.ts';

it.each([
  [
    'npx',
    { npm_command: 'exec', npm_lifecycle_event: 'npx' },
    '/x/.npm/_npx/1/node_modules/.bin/create-ml-project',
    'npx create-ml-project',
  ],
  ['a clone', { npm_command: 'run', npm_lifecycle_event: 'start' }, '/x/dist/cli.js', 'npm start --'],
  ['an installed program', {}, '/usr/bin/create-ml-project', 'create-ml-project'],
  ['a wheel', { CREATE_ML_PROJECT_COMMAND: 'uvx create-ml-project' }, '/x/package/dist/cli.js', 'uvx create-ml-project'],
  ['Node.js itself, in a folder with a space', {}, join(process.cwd(), 'a b/cli.js'), "node 'a b/cli.js'"],
])('called by %s, hints call it likewise', (_, environment, script, expected) => {
  expect(ownCommand(environment, script)).toBe(expected);
});
