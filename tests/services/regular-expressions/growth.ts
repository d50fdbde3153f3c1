import type { Attack } from './attacks';

/** Characters. What is exponential is over within a second with the first, what is the cube with the second; neither would ever be with more. */
const TINY = 20;
const SHORT = 1_000;
/** Each four times the one before. */
const LONGER = [4 * SHORT, 16 * SHORT];
/** Milliseconds for a short attack: what takes less is not even slow enough to be the square, what takes more is worse than that. */
const SUSPICIOUS = 0.05;
const HOPELESS = 50;
/** Milliseconds: less says nothing. */
const MEASURABLE = 10;
/** Times as long, for a text that is four times as long: in proportion is 4, the square 16. */
const OUT_OF_PROPORTION = 8;

/** Whether the time that an expression takes for this attack grows faster than its length. */
export function outgrows(expression: RegExp, attack: Attack): boolean {
    if (timeOf(expression, attack(TINY)) > MEASURABLE && fastest(expression, attack(TINY)) > MEASURABLE) return true;
    let before = attack(SHORT);
    const first = timeOf(expression, before);
    if (first < SUSPICIOUS) return false;
    return first > HOPELESS || LONGER.some((length) => {
        const [shorter, longer] = [before, attack(length)];
        before = longer;
        const isSlow = (time: typeof timeOf): boolean => {
            const took = time(expression, longer);
            return took > MEASURABLE && took > OUT_OF_PROPORTION * time(expression, shorter);
        };
        return isSlow(timeOf) && isSlow(fastest);
    });
}

/** Milliseconds of the processor to find all matches in the text, as `replace` and `matchAll` would. */
function timeOf(expression: RegExp, text: string): number {
    const started = process.cpuUsage();
    expression.lastIndex = 0;
    for (let match = expression.exec(text); match !== null; match = expression.exec(text)) {
        if (match[0] === '') expression.lastIndex += 1;
    }
    const { user, system } = process.cpuUsage(started);
    return (user + system) / 1_000;
}

/** Of three, because the first may have compiled the expression, or another process may have had the cache. */
function fastest(expression: RegExp, text: string): number {
    return Math.min(timeOf(expression, text), timeOf(expression, text), timeOf(expression, text));
}
