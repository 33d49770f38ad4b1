import { Document, isScalar, isSeq, Scalar, visit } from 'yaml';
import type { ColumnProfile, TargetedFacts } from '../tally/profile.ts';

const COMMENT = ` What each column of the table is: the one place that says so. Validation, features, documents, service and monitoring
 read it. It was found out from the data when the project was made; correct what is wrong.
 
 type   string | integer | float | boolean | date (format: strftime or a list of it, ISO 8601 if absent)
 order  nominal | ordinal | interval | ratio: how far values may be compared; ordinal values stand from least to most
 role   feature | target | identifier | constant | text | date | excluded: only feature, text and date are learnt from
 values are all that may occur; min and max are what is expected, no law; nullable allows missing values
 missing are the words that mean no value, in a column instead of the file's
 writings are other ways to write a value, which count as it
 findings is what was noticed when the table was first read; what is settled may go
 unit   what stands beside a number; scale the letters that multiply it; decimal and thousands its marks, instead of the file's`;

/** The text of `data/schema.yaml`. */
export function schemaFile(profile: TargetedFacts, rawPath: string): string {
  const { table, file, columns, findings } = profile;
  const {
    format,
    compression,
    encoding,
    delimiter,
    quote,
    escape,
    decimal,
    thousands,
    missing,
    skipInitialSpace,
    skipLines,
    headerLines,
    sheet,
    header,
    extraField,
    badRows,
    totals,
  } = file;
  const document = new Document(
    {
      table,
      file: {
        path: rawPath,
        format,
        compression,
        encoding,
        delimiter,
        quote,
        decimal,
        thousands,
        ...(skipInitialSpace ? { skip_initial_space: true } : {}),
        ...(escape === undefined ? {} : { escape }),
        ...(sheet === undefined ? {} : { sheet }),
        ...(skipLines === undefined ? {} : { skip_lines: skipLines }),
        ...(headerLines === undefined ? {} : { header_lines: headerLines }),
        ...(header === undefined ? {} : { header }),
        ...(extraField === undefined ? {} : { extra_field: extraField }),
        ...(badRows === undefined ? {} : { bad_rows: badRows }),
        ...(totals === undefined ? {} : { totals }),
        missing,
      },
      columns: columns.map((column) => columnEntry(column, table)),
      ...(findings.length === 0 ? {} : { findings: findings.map(({ message }) => message) }),
    },
    // Readers of YAML 1.1, PyYAML among them, take a plain `No` for false.
    { compat: 'yaml-1.1' },
  );
  document.commentBefore = COMMENT;
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value === 'string' && !SAFE.test(node.value)) node.type = Scalar.QUOTE_DOUBLE;
    },
    Seq: (_, node) => {
      node.flow = node.items.every(isScalar);
    },
  });
  const sentences = document.get('findings');
  if (isSeq(sentences)) sentences.flow = false;
  return document
    .toString({ lineWidth: 0, flowCollectionPadding: false })
    .replace(UNPRINTABLE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Everything else is quoted, whether it needs it or not. */
const SAFE = /^[A-Za-z][\w ./-]*$/;
/** What YAML wants escaped and JSON does not; such a string is quoted, so that an escape can stand in it. */
const UNPRINTABLE = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

function columnEntry(column: ColumnProfile, table: string): Record<string, unknown> {
  const { name, type, order, role, missing, values, min, max, format, unit, scale, decimal, thousands, writings, missingWords } = column;
  return {
    name,
    key: `${table}.${name}`,
    type,
    ...(format === undefined ? {} : { format }),
    ...Object.fromEntries(Object.entries({ unit, scale, decimal, thousands }).filter(([, value]) => value !== undefined)),
    order,
    role,
    nullable: missing > 0,
    ...(missingWords === undefined ? {} : { missing: missingWords }),
    ...(writings === undefined ? {} : { writings }),
    ...(values === undefined ? {} : { values }),
    ...(values === undefined && min !== undefined && max !== undefined ? { min, max } : {}),
    description: '',
  };
}
