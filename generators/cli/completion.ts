import { ownCommand } from '../core/own-command.ts';
import { exitCode, usageError } from '../core/errors.ts';
import { didYouMean } from '../core/nearest.ts';
import { parseArguments } from './arguments.ts';
import { candidatesAfter } from './candidates.ts';
import { commands } from './commands.ts';
import { showHelp } from './help.ts';
import { print } from '../terminal/output.ts';
import { showVersion } from './version.ts';

const program = 'create-ml-project';

/** Each asks the command itself what may come next, so that a script never grows old. */
const scripts: Readonly<Record<string, string>> = {
  bash: `_create_ml_project() {
  local IFS=$'\\n'
  COMPREPLY=($(compgen -W "$(${program} completion query -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _create_ml_project ${program}
`,
  zsh: `#compdef ${program}
_create_ml_project() {
  local -a found
  found=("\${(@f)$(${program} completion query -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "\${found[1]}" ]]; then compadd -a found; else _files; fi
}
compdef _create_ml_project ${program}
`,
  fish: `function __create_ml_project
  ${program} completion query -- (commandline --tokenize --cut-at-cursor)[2..] (commandline --current-token --cut-at-cursor) 2>/dev/null
end
complete --command ${program} --arguments '(__create_ml_project)'
`,
};

/** `completion <shell>` prints a script for the shell's start-up file; `completion query -- <words>` is what the script asks. */
export async function completion(argv: readonly string[]): Promise<number> {
  if (argv[0] === 'query') {
    const words = argv.slice(argv[1] === '--' ? 2 : 1);
    const candidates = await candidatesAfter(words.slice(0, -1), words.at(-1) ?? '');
    if (candidates !== 'files' && candidates.length > 0) print(candidates.join('\n'));
    return exitCode.done;
  }
  const parsed = parseArguments(argv, {}, commands.completion.flags);
  if (parsed.flags.version) return showVersion(parsed);
  if (parsed.flags.help) return showHelp('completion', parsed);
  const [shell, more] = parsed.words;
  const known = Object.keys(scripts);
  if (shell === undefined || more !== undefined || !known.includes(shell))
    throw usageError(
      `completion takes one shell: ${known.join(', ')}.${shell === undefined ? '' : didYouMean(shell, known)}`,
      `For example: ${ownCommand()} completion bash`,
    );
  print(parsed.flags.json ? JSON.stringify({ shell, script: scripts[shell] }, null, 2) : scripts[shell]!);
  return exitCode.done;
}
