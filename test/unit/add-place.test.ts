import { describe, expect, it } from 'vitest';
import { YAMLMap } from 'yaml';
import { cycleIn, downstreamOf, readPipeline } from '../../generators/parts/pipeline.ts';
import type { Project } from '../../generators/parts/part.ts';
import { blankStage } from '../../generators/stage/catalogue.ts';
import { choose, type Out } from '../../generators/stage/choose.ts';
import { behindAdded, placeBeside, placeInChain } from '../../generators/stage/place.ts';
import { wire } from '../../generators/stage/wire.ts';

const dvc = `
vars: [{folder: data/processed}]
stages:
  ingest: {cmd: x, deps: [data/raw/a.csv], outs: [data/interim/ingested.parquet, {reports/ingest.json: {cache: false}}]}
  validate: {cmd: x, deps: ['\${reads.validate}'], outs: [{reports/validation.json: {cache: false}}]}
  split: {cmd: x, deps: ['\${reads.split}', reports/validation.json], outs: ['\${folder}/split']}
  mine: {cmd: x --in data/interim/ingested.parquet, deps: [data/interim/ingested.parquet], outs: [reports/mine.json]}
  featurize: {cmd: x, deps: ['\${reads.featurize}'], outs: [data/processed/features]}
  tune: {cmd: x, deps: ['\${reads.tune}'], outs: [reports/tuning.json]}
  train: {cmd: x, deps: ['\${reads.train}', reports/tuning.json], outs: [models/model.joblib]}
  evaluate: {cmd: x, deps: ['\${reads.evaluate}', models/model.joblib], metrics: [{metrics.json: {cache: false}}]}
  each: {foreach: [1, 2], do: {cmd: x, deps: [metrics.json], outs: ['reports/each_\${item}.json']}}
  inside: {wdir: src, cmd: x, deps: [../metrics.json], outs: [out.txt]}
`;
const params = `
reads:
  validate: data/interim/ingested.parquet
  split: data/interim/ingested.parquet
  featurize: data/processed/split
  tune: data/processed/features
  train: data/processed/features
  evaluate: data/processed/features
`;
const pipeline = readPipeline(dvc, params);

describe('the graph', () => {
  it('is read from stages of every form', () => {
    expect(pipeline.stages.find(({ name }) => name === 'split')).toMatchObject({
      deps: ['data/interim/ingested.parquet', 'reports/validation.json'],
      outs: ['data/processed/split'],
    });
    expect(pipeline.stages.find(({ name }) => name === 'inside')).toMatchObject({ deps: ['metrics.json'], outs: ['src/out.txt'] });
    expect(downstreamOf('train', pipeline.stages)).toEqual(['evaluate', 'each', 'inside']);
    expect(cycleIn(pipeline.stages)).toBeUndefined();
  });

  it('names a circle', () => {
    const circle =
      'stages:\n  a: {deps: [c.txt], outs: [a.txt]}\n  b: {deps: [a.txt], outs: [b.txt]}\n  c: {deps: [b.txt], outs: [c.txt]}\n';
    expect(cycleIn(readPipeline(circle, '').stages)).toEqual(['a', 'b', 'c', 'a']);
  });

  it('is inferred from `reads` where stages are run by hand', () => {
    const byHand = readPipeline(
      undefined,
      'reads:\n  clean: data/interim/ingested.parquet\n  split: data/interim/clean.parquet\n  train: data/processed/features\n',
    );
    expect(placeInChain({ after: 'clean' }, byHand)).toMatchObject({ reads: 'data/interim/clean.parquet', followers: ['split'] });
  });

  it.each([
    ['stages: [a]\n', /dvc\.yaml:1:1: `stages` should be a map/],
    ['stages:\n  a: x\n', /dvc\.yaml:2:3: the stage `a` should have/],
    ['stages:\n  a:\n    deps: x\n', /dvc\.yaml:2:3: `deps` of the stage `a` should be a list/],
    ['stages:\n  a:\n    deps: [[x]]\n', /dvc\.yaml:2:3: `deps` of the stage `a` should list paths/],
  ])('says where %j is wrong', (text, message) => {
    expect(() => readPipeline(text, '')).toThrow(message);
  });
});

describe('a stage of the chain', () => {
  it.each([
    [{ after: 'ingest' }, 'data/interim/ingested.parquet', ['validate', 'split']],
    // Nothing is split before the data are valid: who waits for validate follows, who does not stays in front.
    [{ after: 'validate' }, 'data/interim/ingested.parquet', ['split']],
    [{ after: 'split' }, 'data/processed/split', ['featurize']],
    // evaluate asks the model what the service will: rows as featurize makes them.
    [{ after: 'featurize' }, 'data/processed/features', ['tune', 'train']],
    [{ after: 'tune' }, 'data/processed/features', ['train']],
    [{}, 'data/processed/features', ['tune', 'train']],
    [{ before: 'split' }, 'data/interim/ingested.parquet', ['split']],
    [{ before: 'evaluate' }, 'data/processed/features', ['evaluate']],
    [{ after: 'ingest', before: 'split' }, 'data/interim/ingested.parquet', ['split']],
  ])('%j', (wish, reads, followers) => {
    expect(placeInChain(wish, pipeline)).toMatchObject({ reads, followers });
  });

  it('waits for a stage that writes no table, and says who reads by a path of its own', () => {
    expect(placeInChain({ after: 'validate' }, pipeline)).toMatchObject({
      behind: 'validate',
      waitsFor: ['reports/validation.json'],
      unmoved: ['mine'],
    });
  });

  it.each([
    [{ after: 'ingets' }, /there is no stage "ingets"\. Did you mean ingest\?/],
    [{ before: 'trian' }, /Did you mean train\?/],
    [{ after: 'train', before: 'split' }, /would wait for itself: split → featurize → tune → train → the new stage → split/],
    [{ after: 'train', before: 'train' }, /both after and before/],
    [{ after: 'train' }, /train hands on no table/],
    [{ after: 'mine' }, /mine hands on no table/],
    [{ before: 'mine' }, /mine has no entry in `reads`/],
    [{ after: 'ingest', before: 'train' }, /train does not read what ingest hands on/],
  ])('%j is refused', (wish, message) => {
    expect(() => placeInChain(wish, pipeline)).toThrow(message);
  });

  it('comes behind what was added in the same place before', () => {
    const more = readPipeline(
      `${dvc}  clean: {cmd: x, deps: ['\${reads.clean}'], outs: [data/interim/clean.parquet]}\n`,
      `${params.replaceAll('data/interim/ingested.parquet', 'data/interim/clean.parquet')}  clean: data/interim/ingested.parquet\n`,
    );
    expect(behindAdded('ingest', ['clean'], more.stages)).toBe('clean');
    expect(behindAdded('ingest', [], more.stages)).toBe('ingest');
    expect(placeInChain({ after: 'clean' }, more).followers).toEqual(['validate', 'split']);
  });
});

it('an added stage that waits for tuning is not in the way of one behind featurize', () => {
  const late = readPipeline(
    `${dvc}  late: {cmd: x, deps: ['\${reads.late}', reports/tuning.json], outs: [data/processed/late]}\n`,
    `${params}  late: data/processed/features\n`,
  );
  expect(behindAdded('featurize', ['late'], late.stages)).toBe('featurize');
  expect(behindAdded('tune', ['late'], late.stages)).toBe('late');
});

describe('a follower that waits for its table by a path in dvc.yaml', () => {
  const wired = (text: string, wish: Parameters<typeof placeInChain>[0]) => {
    const before = readPipeline(text, params);
    const place = placeInChain(wish, before);
    return {
      place,
      dvc: wire(before, {
        name: 'foo',
        place,
        template: blankStage('pair'),
        module: 'src',
        file: 'src/stages/foo.py',
        section: new YAMLMap(),
        tokens: (word) => word.replaceAll('stage_name', 'foo'),
      }).dvc!.text,
    };
  };

  it.each([
    [
      "['${reads.train}', reports/tuning.json]",
      '[data/processed/features, reports/tuning.json]',
      '["${reads.train}", reports/tuning.json]',
    ],
    [
      "['${reads.train}', reports/tuning.json]",
      "['data/processed/features/train.parquet', reports/tuning.json]",
      "['${reads.train}/train.parquet', reports/tuning.json]",
    ],
    ["['${reads.train}', reports/tuning.json]", '[../data/processed/features], wdir: src', '["../${reads.train}"], wdir: src'],
    [
      "['${reads.train}', reports/tuning.json]",
      '\n    # What it learns from.\n    - data/processed/features  # both\n   ',
      '\n    # What it learns from.\n    - ${reads.train}  # both\n   ',
    ],
  ])('waits by its line in `reads` from now on: %#', (asItWas, written, expected) => {
    const text = expected.includes('#')
      ? dvc.replace(/ {2}train: .*/, `  train:\n    cmd: x\n    outs: [models/model.joblib]\n    deps:${written}`)
      : dvc.replace(asItWas, written);
    const { place, dvc: after } = wired(text, {});
    expect(place).toMatchObject({ followers: ['tune', 'train'], unmoved: [] });
    expect(after.replace(/ {2}foo:\n(?: {4}.*\n)+/, '')).toBe(text.replace(written, expected));
  });

  it('while who does not follow is named', () => {
    const { place, dvc: after } = wired(
      dvc
        .replace(
          '[data/interim/ingested.parquet], outs: [reports/mine.json]',
          '[data/processed/features/test.parquet], outs: [reports/mine.json]',
        )
        .replace("'${reads.tune}'", 'data/processed/features'),
      { before: 'train' },
    );
    expect(place).toMatchObject({ followers: ['train'], unmoved: ['mine', 'tune'] });
    expect(after).toContain('tune: {cmd: x, deps: [data/processed/features]');
  });
});

describe('a table under a path of its own', () => {
  const elsewhere = (out: string, more = '', files: Readonly<Record<string, string>> = {}) =>
    readPipeline(
      dvc.replace('outs: [data/processed/features]', `outs: ['${out}']${more}`).replace('vars: [', "vars: [my.yaml, 'more.json:paths', "),
      params.replaceAll('data/processed/features', 'data/feat'),
      (path) => files[path],
    );

  it.each([
    ['named in `reads`', elsewhere('data/feat')],
    ['with a slash at its end', elsewhere('data/feat/')],
    ['by a variable of a file', elsewhere('${fdir}', '', { 'my.yaml': 'fdir: data/feat\n' })],
    [
      'by a variable of one key of a file',
      elsewhere('${paths.features}', '', { 'more.json': '{"paths": {"features": "data/feat"}, "folder": "no"}' }),
    ],
    ['by a variable of the stage', elsewhere('${fdir}', ', vars: [{fdir: data/feat}]')],
    ['by a file of the stage', elsewhere('../${fdir}', ', wdir: w, vars: [own.yaml]', { 'w/own.yaml': 'fdir: data/feat\n' })],
  ])('is recognised %s', (_, changed) => {
    const place = { reads: 'data/feat', behind: 'featurize', followers: ['tune', 'train'] };
    expect(placeInChain({}, changed)).toMatchObject(place);
    expect(placeInChain({ after: 'featurize' }, changed)).toMatchObject(place);
  });

  it('is asked for where its variable is unknown, not taken for the table in front', () => {
    const message = /^dvc\.yaml:8:\d+: this path cannot be read/;
    for (const wish of [{}, { after: 'featurize' }]) expect(() => placeInChain(wish, elsewhere('${fdir}'))).toThrow(message);
    expect(() => placeBeside({ after: 'featurize' }, 'report', false, elsewhere('${fdir}'))).toThrow(message);
    expect(() => placeInChain({ after: 'featurize' }, elsewhere('elsewhere/features'))).toThrow(/featurize hands on no table/);
  });

  it('is not known by a file outside the project', () => {
    const outside = readPipeline('vars: [../my.yaml]\nstages: {}\n', '', () => expect.fail('was read'));
    expect(outside.stages).toEqual([]);
  });
});

describe('stages that were renamed', () => {
  const renamed = (text: string, from: string, to: string): string =>
    text.replaceAll(new RegExp(`^( {2})${from}:|(reads\\.)${from}\\b`, 'gm'), (_, key?: string) =>
      key === undefined ? `reads.${to}` : `  ${to}:`,
    );
  const runs = (module: string): string => dvc.replace(new RegExp(`(  ${module}: {cmd: )x`), `$1python -m src.stages.${module}`);
  const project = { answers: { task: 'binary', level: 1 }, parts: [] } as unknown as Project;
  const chosen = (name: string, text: string, from: string, to: string, wish: Parameters<typeof choose>[1] = {}, out?: Out) => {
    const { template, place } = choose(name, wish, out, readPipeline(renamed(text, from, to), renamed(params, from, to)), project);
    return [template.folder.split(/[/\\]/).at(-1), place.behind, place.reads];
  };

  it('are known by what they run', () => {
    expect(chosen('foo', runs('featurize'), 'featurize', 'features')).toEqual(['pair', 'features', 'data/processed/features']);
    expect(chosen('foo', runs('featurize'), 'featurize', 'features', { after: 'split' })).toEqual([
      'rows',
      'split',
      'data/processed/split',
    ]);
    expect(chosen('impute', runs('featurize'), 'featurize', 'features')).toEqual(['impute', 'features', 'data/processed/features']);
    expect(chosen('foo', runs('train'), 'train', 'fit', {}, 'model')).toEqual(['model', 'fit', 'data/processed/features']);
    expect(chosen('foo', runs('evaluate'), 'evaluate', 'judge', {}, 'report')).toEqual(['report_pair', 'judge', 'data/processed/features']);
    expect(chosen('deduplicate', runs('ingest'), 'ingest', 'load')).toEqual(['deduplicate', 'load', 'data/interim/ingested.parquet']);
  });

  it('are known by the module that they depend on', () => {
    expect(
      chosen('foo', dvc.replace("['${reads.featurize}']", "['${reads.featurize}', src/stages/featurize.py]"), 'featurize', 'features'),
    ).toEqual(['pair', 'features', 'data/processed/features']);
  });

  it('with their code too: features are what the model is trained on', () => {
    expect(chosen('foo', dvc, 'featurize', 'features')).toEqual(['pair', 'features', 'data/processed/features']);
    expect(chosen('foo', dvc, 'featurize', 'features', { after: 'split' })).toEqual(['rows', 'split', 'data/processed/split']);
    const longer = readPipeline(
      `${renamed(dvc, 'featurize', 'features')}  more: {cmd: x, deps: ['\${reads.more}'], outs: [data/processed/more]}\n`,
      `${renamed(params, 'featurize', 'features').replaceAll('data/processed/features', 'data/processed/more')}  more: data/processed/features\n`,
    );
    expect(() => choose('foo', { after: 'features' }, undefined, longer, project)).toThrow(
      expect.objectContaining({
        exit: 2,
        message: expect.stringContaining('whether data/processed/features, behind features, holds features'),
        hint: 'For example: --after more',
      }),
    );
  });

  it('are what is offered', () => {
    expect(() => chosen('impute', dvc, 'featurize', 'features', { after: 'split' })).toThrow(
      expect.objectContaining({ exit: 2, hint: 'For example: --after features' }),
    );
    expect(() => chosen('deduplicate', dvc, 'ingest', 'load', { after: 'split' })).toThrow(
      expect.objectContaining({ exit: 2, hint: 'For example: --after load' }),
    );
  });
});

describe('a stage beside the chain', () => {
  it.each([
    [{}, 'report', true, 'data/processed/features', 'evaluate'],
    [{ after: 'ingest' }, 'report', false, 'data/interim/ingested.parquet', 'ingest'],
    [{ after: 'validate' }, 'report', false, 'data/interim/ingested.parquet', 'validate'],
    [{}, 'model', false, 'data/processed/features', 'train'],
    [{ after: 'ingest' }, 'model', false, 'data/processed/features', 'ingest'],
  ] as const)('%j %s', (wish, out, asksModel, reads, behind) => {
    expect(placeBeside(wish, out, asksModel, pipeline)).toMatchObject({ reads, behind, followers: [] });
  });

  it('has nobody to stand in front of', () => {
    expect(() => placeBeside({ before: 'train' }, 'report', false, pipeline)).toThrow(/--before is for stages of the chain/);
  });
});
