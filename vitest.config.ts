import { defineConfig } from 'vitest/config';

const TESTS = 'tests/**/*.test.{ts,tsx}';
const ROOMS = 'tests/{commands,context,doors,flows,handlers,persistence,services,ui}/**';
/** They give the process a `window`, which nobody else should find there. */
const BROWSER_PARTS = 'tests/**/*.test.tsx';
/** To import what they test takes longer than most tests: the files of a worker share it, so a test leaves nothing behind that another one could see. */
const common = { pool: 'forks', isolate: false, testTimeout: 60_000, hookTimeout: 120_000, expect: { poll: { timeout: 20_000 } } } as const;

export default defineConfig({
    test: {
        // More than the cores it is meant for: engine and browser tests wait as well.
        maxWorkers: 4,
        projects: [
            { test: { ...common, name: 'rooms', include: [`${ROOMS}/*.test.ts`] } },
            { test: { ...common, name: 'programs', include: [TESTS], exclude: [ROOMS, BROWSER_PARTS], globalSetup: ['tests/engine/package-once.ts'] } },
            { test: { ...common, name: 'browser parts', include: [BROWSER_PARTS], isolate: true } },
        ],
    },
});
