// How long `check` takes beside starting Node.js, how it grows with many projects, and what an update costs: CPU time, for machines that are busy.
// node bench/standard.mjs [rounds]
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const rounds = Number(process.argv[2] ?? 10);
const cli = join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist', 'cli.js');
const folder = mkdtempSync(join(tmpdir(), 'create-ml-project-bench-'));
execFileSync(process.execPath, [cli, 'p0', '--yes', '--no-git'], { cwd: folder, stdio: 'ignore' });

/** User and system time of a process in milliseconds, and its memory in MB, as it says itself at its end. */
function costOf(args, cwd) {
  const telling = `data:text/javascript,process.on("exit",()=>{const{userCPUTime,systemCPUTime,maxRSS}=process.resourceUsage();process.stderr.write(JSON.stringify([(userCPUTime+systemCPUTime)/1e3,maxRSS/1024]))})`;
  const output = execFileSync('sh', ['-c', '"$@" 2>&1 >/dev/null', 'sh', process.execPath, '--import', telling, ...args], {
    cwd,
    encoding: 'utf8',
  });
  return JSON.parse(output.slice(output.lastIndexOf('[')));
}

const least = (args, cwd = folder) =>
  Array.from({ length: rounds }, () => costOf(args, cwd)).reduce((best, cost) => (cost[0] < best[0] ? cost : best));
const [node] = least(['-e', '0']);
const told = (name, [time, memory]) =>
  console.log(`${name}: ${time.toFixed(0)} ms, ${(time / node).toFixed(2)} × node -e 0; ${memory.toFixed(0)} MB`);
told('node -e 0', [node, 0]);
const project = join(folder, 'p0');
told('check', least([cli, 'check'], project));
told('update --dry-run', least([cli, 'update', '--dry-run'], project));
const kept = ['.create-ml-project', '.dvcignore', '.dvc/.gitignore'];
for (let index = 1; index < 4000; index += 1)
  for (const path of kept) cpSync(join(project, path), join(folder, `p${index}`, path), { recursive: true });
for (const many of [100, 1000, 4000])
  told(`check of ${many}`, costOf([cli, 'check', ...Array.from({ length: many }, (_, index) => `p${index}`)], folder));
rmSync(folder, { recursive: true, force: true });
