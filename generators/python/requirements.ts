import type { Closure } from './closure.ts';

/** The same packages for pip, one exact version a line. */
export function requirementsText(closure: Closure, layout: 'standard' | 'package'): string {
  const lines = [...closure.reached].map(([{ name, version }, where]) => {
    const marker = closure.markers.describe(where);
    return `${name}==${version}${marker === undefined ? '' : ` ; ${marker}`}`;
  });
  return [
    '# The same versions as uv.lock, for `pip install -r requirements.txt`; scripts/refresh_environment.py renews both.',
    ...(layout === 'package' ? ['-e .'] : []),
    ...lines,
    '',
  ].join('\n');
}
