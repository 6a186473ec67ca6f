import { defineConfig } from 'vitest/config'

/** Projects share one transform; what differs is where the tests are and what they may need. */
const project = (name: string, include: string[], extra: object = {}) => ({
  extends: true as const,
  test: { name, include, ...extra },
})

/**
 * Unit tests keep no state in modules, so files share the loaded ones: with a fresh set for each of 157 files two thirds
 * of the time went into loading the same modules again. Vitest would leave one processor idle, which is half of two.
 */
const quick = { testTimeout: 60_000, hookTimeout: 60_000, isolate: false, maxWorkers: '100%' }

/**
 * What stands on a real engine gets a second try: on a shared machine a step may take ten times its usual time. Vitest
 * prints each retry, so a test that needs one does not stay unseen.
 */
const slow = { testTimeout: 180_000, hookTimeout: 300_000, fileParallelism: false, retry: 1 }

/** For files that have an instance or a sandbox of their own and mostly wait for the engine: two fill two cores. */
const sideBySide = { ...slow, fileParallelism: true, maxWorkers: 2 }

export default defineConfig({
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
  test: {
    exclude: ['**/node_modules/**', '**/dist/**', '**/build/**', '.tools/**'],
    projects: [
      project(
        'unit',
        [
          '{contracts,lab-source,chaos-toolkit,server,guard,gateway,cli,tools}/**/*.test.ts',
          'web/src/**/*.test.ts',
        ],
        {
          exclude: [
            'chaos-toolkit/oracle/**',
            '**/node_modules/**',
            '**/dist/**',
            '**/build/**',
            '.tools/**',
          ],
          ...quick,
        },
      ),
      project('architecture', ['test/architecture/**/*.test.ts'], quick),
      // The comparison with the real Chaos Toolkit plays whole runs with their pauses: too long for the quick gate.
      project('api', ['test/api/**/*.test.ts', 'chaos-toolkit/oracle/**/*.test.ts'], {
        testTimeout: 30_000,
        hookTimeout: 60_000,
      }),
      project('integration', ['test/integration/**/*.test.ts'], {
        ...sideBySide,
        exclude: ['test/integration/fault/**', '**/node_modules/**'],
      }),
      project('faults', ['test/integration/fault/**/*.test.ts'], sideBySide),
      // An attempt mostly waits: four at a time do not disturb each other's probes on two cores.
      project('labs', ['test/labs/**/*.test.ts'], { ...slow, maxConcurrency: 4, testTimeout: 900_000 }),
      project('e2e', ['test/e2e/**/*.test.ts'], { ...slow, testTimeout: 300_000 }),
    ],
  },
})
