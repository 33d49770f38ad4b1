// What every run of the command line loads first. The build lets all that is loaded later import it, so that what it brings stays in one file:
// each further file is half a millisecond of every start.
export { main } from './main.ts';
