import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { attacksOn } from './attacks';

interface Expression {
    readonly file: string;
    readonly source: string;
    readonly flags: string;
}

const SHORT = 2_000;
const LONG = 40_000;
/** Milliseconds for a short attack: what takes longer is tried with a long one. */
const SUSPICIOUS = 1;
/** Milliseconds of the processor for a long attack. What grows with the square of the length takes several times as much. */
const LIMIT = 400;

/** Not linear, and asked of short texts only. */
const SHORT_TEXTS: Readonly<Record<string, string>> = {
    'services/hub/urls.ts': 'addresses from the settings',
    'services/hub/hub-links.ts': 'one address of a message',
    'services/workflows/transfer/push-path.ts': 'one name of a file',
    'services/discovery/weights.ts': 'one path of a repository',
    'services/safety/python-literal.ts': 'the head of an array, which is bounded',
};

function allExpressions(): Expression[] {
    const printed = execFileSync(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'print-all.ts')], { encoding: 'utf8', maxBuffer: 4 << 20 });
    return printed.trim().split('\n').map((line) => JSON.parse(line) as Expression);
}

/** Runs it to the end of the text, as `replace` and `matchAll` would. */
function run({ source, flags }: Expression, text: string): number {
    const expression = new RegExp(source, flags.includes('g') || flags.includes('y') ? flags : `${flags}g`);
    const started = process.cpuUsage();
    for (let match = expression.exec(text); match !== null; match = expression.exec(text)) {
        if (match[0] === '') expression.lastIndex += 1;
    }
    const { user, system } = process.cpuUsage(started);
    return (user + system) / 1_000;
}

/** Milliseconds of the worst long attack, of those whose short form is suspicious. */
function worstOf(expression: Expression): number {
    let worst = 0;
    for (const attack of attacksOn(expression.source)) {
        if (run(expression, attack(SHORT)) > SUSPICIOUS) worst = Math.max(worst, run(expression, attack(LONG)));
        if (worst > LIMIT) return worst;
    }
    return worst;
}

describe('regular expressions', () => {
    it('of services take time in proportion to the text, whatever it is', () => {
        const all = allExpressions();
        const slow = all.map((expression) => ({ ...expression, ms: Math.round(worstOf(expression)) })).filter(({ file, ms }) => ms > LIMIT && SHORT_TEXTS[file] === undefined);
        console.log(`Regular expressions: ${all.length} attacked, ${slow.length} slow.`);
        expect(slow).toEqual([]);
        expect(all.length).toBeGreaterThan(250);
    }, 180_000);

    it('that are not linear are told', () => {
        for (const source of ['a+!', 'token[^=]*=']) expect(worstOf({ file: '', source, flags: '' }), source).toBeGreaterThan(LIMIT);
    });
});
