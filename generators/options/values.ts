/** Characters that do not belong into a line of text: controls, line separators, direction overrides and broken surrogates. */
const unprintable = /[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF]/u;

/** Text from the data as one printable line, for a default. */
export const oneLine = (text: string): string => [...text.replaceAll(new RegExp(unprintable, 'gu'), ' ')].slice(0, 200).join('');

/** Checks of values that several options share; each gives the sentence to show, or undefined. */
export const lineUpTo =
  (limit: number) =>
  (value: string): string | undefined => {
    if (value.trim() === '') return 'must not be empty';
    if (unprintable.test(value)) return 'must be one line of printable text, without line breaks or control characters';
    const length = [...value].length;
    return length > limit ? `has ${length} characters, the limit is ${limit}` : undefined;
  };

const schemes: Readonly<Record<string, string>> = { s3: 's3://', gcs: 'gs://', azure: 'azure://', ssh: 'ssh://' };
const examples: Readonly<Record<string, string>> = {
  s3: 's3://bucket/path',
  gcs: 'gs://bucket/path',
  azure: 'azure://container/path',
  ssh: 'ssh://host/path',
};

export const remoteUrlExample = (remote: unknown): string | undefined => examples[String(remote)];

export function remoteUrlProblem(url: string, remote: unknown): string | undefined {
  const general = lineUpTo(500)(url);
  if (general !== undefined) return general;
  if (/["'#%,\\]|^\s|\s$/.test(url))
    return 'must not hold quotes, commas, backslashes, # or %, nor begin or end with a space: DVC would read them as something else';
  const kind = String(remote);
  const scheme = schemes[kind];
  if (scheme === undefined) return url.startsWith('-') ? 'must be a folder, such as ../dvc-storage' : undefined;
  if (!url.startsWith(scheme) || url.length === scheme.length) return `must look like ${examples[kind]} for a remote on ${kind}`;
  if (/^[a-z]+:\/\/[^/@]*:[^/@]*@/.test(url))
    return 'must not hold a password: it would be committed; configure it with `dvc remote modify --local`';
  return undefined;
}
