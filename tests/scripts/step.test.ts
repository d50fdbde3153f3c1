import { describe, expect, it } from 'vitest';
import { runStep } from '../../scripts/checks/step';

async function run(code: string, limit?: number): Promise<{ tally: unknown; printed: string }> {
    const lines: string[] = [];
    const tally = await runStep({ name: 'lint', args: ['-e', code] }, (line) => lines.push(line), limit);
    return { tally, printed: lines.join('\n') };
}

describe('a step of the test command', () => {
    it('is one passed check when its program succeeds, and keeps quiet about it', async () => {
        const { tally, printed } = await run('console.log("all is well")');

        expect(tally).toEqual({ passed: 1, failed: 0 });
        expect(printed).toMatch(/^✓ lint \(\d+\.\d s\)$/);
    });

    it('is one failed check with the program\'s output when it fails', async () => {
        const { tally, printed } = await run('console.log("src/a.ts:3"); console.error("no-empty"); process.exit(1)');

        expect(tally).toEqual({ passed: 0, failed: 1 });
        expect(printed).toMatch(/^✗ lint/);
        expect(printed).toContain('src/a.ts:3');
        expect(printed).toContain('no-empty');
    });

    it('fails when it hangs', async () => {
        const { tally, printed } = await run('setInterval(() => {}, 1000)', 200);

        expect(tally).toEqual({ passed: 0, failed: 1 });
        expect(printed).toContain('at most');
    });
});
