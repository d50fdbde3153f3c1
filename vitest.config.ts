import { defineConfig } from 'vitest/config';

const common = { pool: 'forks', testTimeout: 30_000, hookTimeout: 60_000 } as const;

export default defineConfig({
    test: {
        maxWorkers: 2,
        projects: [
            // The app's own rooms keep nothing in their modules, so that the files of a worker share what they import.
            { test: { ...common, name: 'rooms', include: ['tests/{commands,context,doors,flows,handlers,persistence,services,ui}/**/*.test.{ts,tsx}'], isolate: false } },
            // The engine's AppManager is a singleton per process: every file gets a process of its own.
            { test: { ...common, name: 'programs', include: ['tests/{engine,page,playground,scripts}/**/*.test.{ts,tsx}'], globalSetup: ['tests/engine/package-once.ts'] } },
        ],
    },
});
