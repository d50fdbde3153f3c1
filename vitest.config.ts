import { defineConfig } from 'vitest/config';

const TESTS = 'tests/**/*.test.{ts,tsx}';
const ROOMS = 'tests/{commands,context,doors,flows,handlers,persistence,services,ui}/**';
const common = { pool: 'forks', testTimeout: 60_000, hookTimeout: 90_000 } as const;

export default defineConfig({
    test: {
        // Twice the cores it is meant for: engine and browser tests wait more than they work.
        maxWorkers: 4,
        projects: [
            // The app's own rooms keep in their modules nothing that a test could see, so that the files of a worker share what they import.
            { test: { ...common, name: 'rooms', include: [`${ROOMS}/*.test.{ts,tsx}`], isolate: false } },
            // The engine's AppManager is a singleton per process: every file gets a process of its own.
            { test: { ...common, name: 'programs', include: [TESTS], exclude: [ROOMS], globalSetup: ['tests/engine/package-once.ts'] } },
        ],
    },
});
