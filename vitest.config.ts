import { defineConfig } from 'vitest/config';

const report = process.env['VITEST_JSON_REPORT'];

export default defineConfig({
  test: {
    // What the tests run is the packed and installed package.
    globalSetup: 'test/support/installed-package.ts',
    reporters: report === undefined ? ['default'] : ['default', ['json', { outputFile: report }]],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/{unit,plan,terminal,faults}/**/*.test.ts'],
          testTimeout: 20_000,
          // Tests wait for the command line that they have started: one worker less than cores would leave a core idle.
          maxWorkers: '100%',
          sequence: { groupOrder: 0 },
        },
      },
      // Real Python environments and pipelines: minutes, most of them on one core, so two files at a time.
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 900_000,
          hookTimeout: 900_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
