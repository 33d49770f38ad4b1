/** A value of a typed file as the text that a CSV would hold, so that one reading serves all formats; `undefined` for lists and objects. */
export function textOf(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return Number.isFinite(value) ? String(value) : '';
    case 'bigint':
    case 'boolean':
      return String(value);
    case 'undefined':
      return '';
    default:
      if (value === null) return '';
      if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
      return value instanceof Date ? isoText(value) : undefined;
  }
}

/** Without the zone: instants are UTC throughout. */
export const isoText = (date: Date): string =>
  Number.isNaN(date.getTime()) ? '' : date.toISOString().replace('.000Z', '').replace('Z', '');
