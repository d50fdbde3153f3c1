import { defineConfig } from 'vitest/config';

// The engine's AppManager is a singleton per process: every file gets a process of its own.
export default defineConfig({
    test: {
        include: ['tests/**/*.test.{ts,tsx}'],
        globalSetup: ['tests/engine/package-once.ts'],
        pool: 'forks',
        // One more than the cores it is meant for: engine and browser tests wait more than they work.
        maxWorkers: 3,
        testTimeout: 30_000,
        hookTimeout: 60_000,
    },
});
