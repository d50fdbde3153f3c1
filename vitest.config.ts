import { defineConfig } from 'vitest/config';

// The engine's AppManager is a singleton per process: every file gets a process of its own.
export default defineConfig({
    test: {
        include: ['tests/**/*.test.{ts,tsx}'],
        globalSetup: ['tests/engine/package-once.ts'],
        pool: 'forks',
        maxWorkers: 2,
        testTimeout: 20_000,
        hookTimeout: 60_000,
    },
});
