import { colors, printable } from './output.ts';

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const clearLine = '\r\u001B[2K';

/** Steps of a long run on standard error: a line that lives on a terminal, plain lines elsewhere. */
export class Progress {
  private label: string | undefined;
  private started = 0;
  private frame = 0;
  private timer: NodeJS.Timeout | undefined;
  private readonly lively = process.stderr.isTTY === true && process.env['TERM'] !== 'dumb';

  start(label: string): void {
    this.end(true);
    this.label = printable(label);
    this.started = Date.now();
    if (!this.lively) return;
    this.draw();
    this.timer = setInterval(() => this.draw(), 100);
    this.timer.unref();
  }

  end(succeeded: boolean): void {
    if (this.label === undefined) return;
    clearInterval(this.timer);
    const mark = succeeded ? colors.green('✔') : colors.red('✖');
    process.stderr.write(`${this.lively ? clearLine : ''}${mark} ${this.label} ${colors.dim(this.elapsed())}\n`);
    this.label = undefined;
  }

  private draw(): void {
    this.frame = (this.frame + 1) % frames.length;
    process.stderr.write(`${clearLine}${colors.cyan(frames[this.frame] ?? '')} ${this.label} ${colors.dim(this.elapsed())}`);
  }

  private elapsed(): string {
    return `${((Date.now() - this.started) / 1000).toFixed(1)} s`;
  }
}
