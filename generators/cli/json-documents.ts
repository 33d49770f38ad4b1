/** What `--json` prints, of every command, as JSON Schema: programs read the documents by it, and a test holds the commands to it. */
type Schema = Readonly<Record<string, unknown>>;

const text = { type: 'string' };
const textOrNull = { type: ['string', 'null'] };
const count = { type: 'integer', minimum: 0 };
const flag = { type: 'boolean' };
const scalar = { type: ['string', 'number', 'boolean'] };
const listOf = (items: Schema): Schema => ({ type: 'array', items });
const mapOf = (additionalProperties: Schema): Schema => ({ type: 'object', additionalProperties });
const oneOf = (...values: readonly (string | null)[]): Schema => ({ enum: values });
const ref = (name: string): Schema => ({ $ref: `#/$defs/${name}` });
const either = (...schemas: readonly Schema[]): Schema => ({ anyOf: schemas });

/** Nothing but these; those in `maybe` may be absent. */
const record = (properties: Readonly<Record<string, Schema>>, maybe: Readonly<Record<string, Schema>> = {}): Schema => ({
  type: 'object',
  additionalProperties: false,
  required: Object.keys(properties),
  properties: { ...properties, ...maybe },
});

const exit = { enum: [1, 2, 3, 130] };
const failure = { code: oneOf('environment', 'usage', 'conflict', 'interrupted', 'unexpected'), message: text, hint: textOrNull, exit };
const checkFinding = record({ path: text, kind: text, message: text });
const parts = listOf({ type: 'object', required: ['part', 'name'], properties: { part: text, name: text } });

const column = record(
  {
    name: text,
    type: oneOf('string', 'integer', 'float', 'boolean', 'date'),
    order: oneOf('nominal', 'ordinal', 'interval', 'ratio'),
    role: oneOf('feature', 'target', 'identifier', 'constant', 'text', 'date', 'excluded'),
    missing: count,
    distinct: count,
  },
  {
    values: listOf(scalar),
    min: scalar,
    max: scalar,
    format: either(text, listOf(text)),
    unit: text,
    scale: mapOf({ type: 'number' }),
    decimal: text,
    thousands: text,
    frequencies: listOf(record({ value: scalar, count })),
    tooLong: flag,
    writings: mapOf(listOf(text)),
    missingWords: listOf(text),
  },
);

const mergeConflicts = listOf(record({ path: text, kind: text }, { where: text }));

const updated = record({
  path: text,
  from: text,
  to: text,
  layers: listOf(record({ name: text, from: textOrNull, to: text })),
  merged: listOf(text),
  added: listOf(text),
  removed: listOf(text),
  renamed: listOf({ type: 'array', items: text, minItems: 2, maxItems: 2 }),
  conflicts: mergeConflicts,
  notes: listOf(text),
});

const definitions = {
  error: record({ error: record(failure) }),
  finding: record({ kind: text, message: text }, { column: text, decides: text }),
  answers: { type: 'object', additionalProperties: { type: ['string', 'number', 'null'] } },
  version: record({ version: text }),
  created: record({
    project: text,
    answers: ref('answers'),
    files: listOf(text),
    kept: listOf(text),
    git: text,
    findings: listOf(ref('finding')),
    run: either({ type: 'null' }, record({ metrics: { type: ['object', 'null'] } }, { failure: record(failure) })),
  }),
  planned: record({
    project: text,
    dryRun: { const: true },
    answers: ref('answers'),
    conflicts: listOf(text),
    files: listOf(
      record(
        {
          path: text,
          policy: oneOf('managed', 'merge', 'once', 'absent', 'derived', 'untracked'),
          mode: text,
          state: oneOf('new', 'same', 'differs', 'blocked'),
        },
        { bytes: count },
      ),
    ),
  }),
  inspected: record(
    {
      table: text,
      file: record(
        {
          format: oneOf('csv', 'jsonl', 'parquet', 'excel'),
          compression: oneOf('gzip', null),
          encoding: text,
          delimiter: textOrNull,
          quote: textOrNull,
          decimal: text,
          thousands: textOrNull,
          skipInitialSpace: flag,
          missing: listOf(text),
        },
        {
          escape: text,
          skipLines: count,
          headerLines: count,
          sheet: text,
          header: flag,
          extraField: oneOf('first', 'last'),
          badRows: text,
        },
      ),
      bytes: count,
      rows: count,
      columns: listOf(column),
      findings: listOf(ref('finding')),
      aside: record({ rows: count, lines: listOf(count) }),
      firstRows: listOf(listOf(text)),
    },
    { target: text, task: oneOf('binary', 'multiclass', 'regression'), positive: scalar },
  ),
  parts: record({ parts: listOf(record({ usage: text, summary: text, present: listOf(text) })) }),
  changed: record(
    { project: text, dryRun: flag, files: listOf(text), removed: listOf(text), parts, notes: listOf(text), next: textOrNull },
    { conflicts: mergeConflicts },
  ),
  presetStarted: record({ directory: text, files: listOf(text) }),
  presetChecked: record({
    layers: listOf(record({ name: text, version: text, source: text, integrity: text })),
    files: record({ added: listOf(text), replaced: listOf(text), changed: listOf(text), removed: listOf(text) }),
    parts: listOf(text),
  }),
  checked: record({
    projects: listOf(
      record({
        path: text,
        status: oneOf('ok', 'drift', 'pending', 'invalid', 'outdated'),
        findings: listOf(checkFinding),
        waived: listOf(checkFinding),
      }),
    ),
  }),
  updated: record({
    projects: listOf(
      either(
        updated,
        record({ path: text, error: record(failure) }),
        record({ path: text, finished: either(text, { const: true }) }),
        record({ path: text, aborted: either(text, { const: true }) }),
      ),
    ),
  }),
  shellScript: record({ shell: oneOf('bash', 'zsh', 'fish'), script: text }),
} as const satisfies Readonly<Record<string, Schema>>;

export type DocumentName = keyof typeof definitions;

/** All documents that there are. */
export const documents = definitions;

/** The schema of what a command prints with --json: one of its documents, or what every command may print. */
export const outputOf = (names: readonly DocumentName[]): Schema => either(...names.map(ref), ref('version'), ref('error'));
