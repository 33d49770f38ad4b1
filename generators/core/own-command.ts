import { basename, dirname, relative } from 'node:path';
import { packageRoot } from './package-root.ts';
import { shellWord } from './shell-word.ts';

/** How this command was called, so that a hint can be typed as it stands: from a package, a wheel, a clone or an installed program. */
export function ownCommand(environment: NodeJS.ProcessEnv = process.env, script = process.argv[1] ?? ''): string {
  const { CREATE_ML_PROJECT_COMMAND: launcher, npm_lifecycle_event: npmScript, npm_command: npm } = environment;
  if (launcher !== undefined) return launcher;
  if (npmScript === 'start') return 'npm start --';
  if (npm === 'exec') return 'npx create-ml-project';
  if (basename(script) === 'create-ml-project') return 'create-ml-project';
  const clone = basename(dirname(packageRoot)) !== 'node_modules';
  return clone ? `node ${shellWord(relative(process.cwd(), script) || script)}` : 'npx create-ml-project';
}
