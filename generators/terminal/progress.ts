import { colors, printable } from './output.ts';

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const clearLine = '\r\u001B[2K';

/** Steps of a long run on standard error: a line that lives on a terminal, plain lines elsewhere. */
export class Progress {
  private label: string | undefined;
  private detail = '';
  private started = 0;
  private frame = 0;
  private timer: NodeJS.Timeout | undefined;
  private readonly lively = process.stderr.isTTY === true && process.env['TERM'] !== 'dumb';

  start(label: string): void {
    this.end(true);
    this.label = printable(label);
    this.detail = '';
    this.started = Date.now();
    if (!this.lively) return;
    this.draw();
    this.timer = setInterval(() => this.draw(), 100);
    this.timer.unref();
  }

  /** What the step says of itself: shown beside it, as much as fits in the line, until it says something else. */
  note(line: string): void {
    if (line.trim() !== '') this.detail = printable(line.trim());
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
    const shown = `${this.label} ${this.elapsed()}`;
    const room = Math.max(0, (process.stderr.columns ?? 80) - shown.length - 6);
    process.stderr.write(
      `${clearLine}${colors.cyan(frames[this.frame] ?? '')} ${this.label} ${colors.dim(`${this.elapsed()}  ${this.detail.slice(0, room)}`)}`,
    );
  }

  private elapsed(): string {
    return `${((Date.now() - this.started) / 1000).toFixed(1)} s`;
  }
}
