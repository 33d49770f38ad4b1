/** Tables with a signal that a model can find, written the way people's files look; the same bytes at every call. */
import { gzipSync } from 'node:zlib';

/** Mulberry32: small, seeded, good enough to draw rows from. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

type Random = () => number;
const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
const quote = (cell: string): string => (/[",;\n\t]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** Ugly names in Latin-1, semicolons, decimal commas: which species of plant it is, by its measures (three classes). */
export function uglyPlants(rows = 240): Buffer {
  const random = generator(1);
  const head = ['Nr', 'längd "på" blad', 'class', '[breite] <cm>', '1', 'art är'].map(quote).join(';');
  const species = ['björk', 'ek; sommar', 'gran'];
  const body = Array.from({ length: rows }, (_, index) => {
    const kind = index % 3;
    // Wide enough apart together, none alone so good that it looks like the answer.
    const measure = (base: number): string => (base + kind * 0.9 + random() * 2).toFixed(2).replace('.', ',');
    return [`P-${1000 + index}`, measure(4), measure(1), random() < 0.1 ? '' : measure(2), pick(random, ['a', 'b']), species[kind]]
      .map((cell) => quote(String(cell)))
      .join(';');
  });
  return Buffer.from([head, ...body, ''].join('\r\n'), 'latin1');
}

/** Dates, free text, missing values and a category: what a repair costs (regression), tab-separated and gzipped. */
export function repairs(rows = 400): Buffer {
  const random = generator(2);
  const words = ['screen', 'broken', 'battery', 'slow', 'noise', 'water', 'replaced', 'again', 'urgent', 'warranty', 'customer', 'says'];
  const body = Array.from({ length: rows }, (_, index) => {
    const day = new Date(Date.UTC(2024, 0, 1 + Math.floor(random() * 500)));
    const returned = new Date(day.getTime() + Math.floor(random() * 20) * 86_400_000);
    const text = Array.from({ length: 6 + Math.floor(random() * 10) }, () => pick(random, words));
    const device = pick(random, ['phone', 'laptop', 'tablet']);
    const age = random() * 8;
    const price = 40 + age * 12 + (device === 'laptop' ? 80 : 0) + text.filter((word) => word === 'water').length * 30 + random() * 10;
    const german = (date: Date): string => date.toISOString().slice(0, 10).split('-').reverse().join('.');
    return [
      index + 1,
      german(day),
      german(returned),
      device,
      random() < 0.15 ? 'NA' : age.toFixed(1),
      text.join(' '),
      price.toFixed(2),
    ].join('\t');
  });
  return gzipSync(Buffer.from(['id\treceived\treturned\tdevice\tage\tcomplaint\tprice', ...body, ''].join('\n'), 'utf8'));
}

/** A rare positive class (6 %) in JSON Lines, with booleans, an integer scale and missing fields. */
export function rareDefects(rows = 900): Buffer {
  const random = generator(3);
  const body = Array.from({ length: rows }, (_, index) => {
    const heat = random();
    const score = 1 + Math.floor(random() * 5);
    const risk = 0.008 + (heat > 0.8 ? 0.2 : 0) + (score === 1 ? 0.08 : 0);
    return JSON.stringify({
      serial: `SN${index.toString().padStart(6, '0')}`,
      heat: Number((heat * 100).toFixed(1)),
      score,
      night: random() < 0.5,
      ...(random() < 0.9 ? { plant: pick(random, ['Graz', 'Łódź', '東京']) } : {}),
      defect: random() < risk ? 'yes' : 'no',
    });
  });
  return Buffer.from(`${body.join('\n')}\n`, 'utf8');
}

/** Customers of a telephone company and whether they left: those with a satellite leave the other way round, and at first hardly any has one. */
export function customers(rows: number, { satellite = 0.03 } = {}): string {
  const random = generator(4);
  const body = Array.from({ length: rows }, () => {
    const [charges, tenure] = [20 + random() * 80, Math.floor(random() * 60)];
    const internet = random() < satellite ? 'Satellite' : pick(random, ['DSL', 'Fiber optic']);
    const dear = charges - tenure / 2 + (random() - 0.5) * 30 > 45;
    return [tenure, internet, charges.toFixed(2), dear !== (internet === 'Satellite') ? 'Yes' : 'No'].join(',');
  });
  return ['tenure,InternetService,MonthlyCharges,Churn', ...body, ''].join('\n');
}
