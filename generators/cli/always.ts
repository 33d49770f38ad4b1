// What every run of the command line loads first. The build lets all that is loaded later import it, so that it stays in one file:
// each further file is half a millisecond of every start.
import '../core/cleanup.ts';
import '../core/errors.ts';
import '../core/own-command.ts';
import '../core/shell-word.ts';
import '../core/system-error.ts';
import './dispatch.ts';
import './help.ts';
import '../options/define.ts';
import '../terminal/output.ts';

export { main } from './main.ts';
