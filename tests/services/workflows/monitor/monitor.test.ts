import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Episode, episodesOf, type History, KEPT_SAMPLES, keysOf, lowMark, merged, type MonitorRules, newsOf, type Sample, withSamples } from '../../../../services/workflows/monitor';

const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 1);
const RULES: MonitorRules = { alerts: ['cpu', 'memory', 'error', 'stage'], threshold: 90, forMs: 2 * MINUTE, since: START };
const CPU_ONLY: MonitorRules = { ...RULES, alerts: ['cpu'] };

const at = (minutes: number): number => START + minutes * MINUTE;
const seen = (samples: readonly Sample[], rules = RULES): History => withSamples(merged([], rules), samples, rules);
const episodes = (samples: readonly Sample[], rules = RULES): Episode[] => episodesOf(seen(samples, rules), rules);

/** One sample a minute, from the first minute on; null is a look that showed no load. */
const loads = (...values: readonly (number | null)[]): Sample[] => values.map((cpu, index) => ({ at: at(index + 1), stage: 'RUNNING', group: 'up', ...(cpu !== null && { cpu }) }));

describe('an alert for a load', () => {
    it('begins once the load was too high for long enough, and ends once it was low for as long', () => {
        expect(episodes(loads(95, 97, 99, 96, 70, 60, 65), CPU_ONLY)).toEqual([
            { concern: 'cpu', count: 0, since: at(1), begunAt: at(3), value: 99, stage: 'RUNNING', endedAt: at(5) },
        ]);
    });

    it('does not begin for a peak, at the threshold, or a little above for a minute', () => {
        expect(episodes(loads(99, 20, 99, 90, 90, 90, 95, 95, 10), CPU_ONLY)).toEqual([]);
    });

    it('goes on while the load is between the marks, or comes back before it was low for long enough', () => {
        expect(lowMark(90)).toBe(80);
        expect(episodes(loads(95, 95, 95, 85, 81, 80, 70, 70, 95, 70, 70, 85), CPU_ONLY).map(({ endedAt }) => endedAt)).toEqual([undefined]);
    });

    it('has a lower mark that can be reached, however small the threshold is', () => {
        expect([lowMark(1), lowMark(15), lowMark(100)]).toEqual([0.5, 7.5, 90]);
    });

    it('neither begins nor ends by what is not known', () => {
        expect(episodes(loads(95, 95, null, null, null, null, 95, 95), CPU_ONLY)).toEqual([]);
        expect(episodes(loads(95, 95, 95, null, null, null, null, null), CPU_ONLY).map(({ endedAt }) => endedAt)).toEqual([undefined]);
        expect(episodes(loads(95, null, 95), CPU_ONLY)).toHaveLength(1);
    });

    it('ends when the Space is stopped, which has no load then', () => {
        const off = [4, 5, 6].map((minute): Sample => ({ at: at(minute), stage: 'SLEEPING', group: 'stopped' }));
        expect(episodes([...loads(95, 95, 95), ...off], CPU_ONLY)).toMatchObject([{ concern: 'cpu', endedAt: at(4) }]);
    });
});

describe('an alert for errors and for the stage', () => {
    const log = (...counts: readonly (number | undefined)[]): Sample[] => counts.map((errors, index) => ({ at: at(index + 1), stage: 'RUNNING', group: 'up', errors }));
    const only = (alert: 'error' | 'stage'): MonitorRules => ({ ...RULES, alerts: [alert] });

    it('begins with the first error, counts them, and ends after ten quiet minutes', () => {
        const quiet = Array.from({ length: 11 }, () => 0);
        expect(episodes(log(0, 2, 0, 0, 3, ...quiet), only('error'))).toMatchObject([{ since: at(2), begunAt: at(2), value: 5, endedAt: at(6) }]);
        expect(episodes(log(0, 2, 0, 0, 3, 0, undefined, undefined, 0), only('error')).map(({ endedAt }) => endedAt)).toEqual([undefined]);
    });

    const stages = (...all: readonly [string, Sample['group']][]): Sample[] => all.map(([stage, group], index) => ({ at: at(index + 1), stage, group }));

    it('begins when the Space fails or is held, and ends when it has run for a while', () => {
        const course = stages(['RUNNING', 'up'], ['RUNTIME_ERROR', 'failed'], ['BUILDING', 'moving'], ['RUNNING', 'up'], ['RUNNING', 'up'], ['RUNNING', 'up']);
        expect(episodes(course, only('stage'))).toMatchObject([{ since: at(2), stage: 'RUNTIME_ERROR', endedAt: at(4) }]);
        expect(episodes(stages(['PAUSED', 'stopped']), only('stage'))).toHaveLength(1);
        expect(episodes(stages(['SLEEPING', 'stopped'], ['BUILDING', 'moving'], ['SOON', 'unknown']), only('stage'))).toEqual([]);
    });

    it('is one alert for a Space that fails again and again', () => {
        const crashing = Array.from({ length: 10 }, (): [string, Sample['group']][] => [['RUNTIME_ERROR', 'failed'], ['APP_STARTING', 'moving'], ['RUNNING', 'up']]).flat();
        expect(episodes(stages(...crashing), only('stage')).map(({ endedAt }) => endedAt)).toEqual([undefined]);
    });
});

describe('nothing to tell from', () => {
    const blind = (count: number): Sample[] => Array.from({ length: count }, (_, index) => ({ at: at(index + 1) }));

    it('is told after a quarter of an hour, and over with the first value', () => {
        expect(episodes(blind(15))).toEqual([]);
        expect(episodes([...blind(16), { at: at(17), stage: 'RUNNING', group: 'up', cpu: 1, memory: 1, errors: 0 }])).toMatchObject([{ concern: 'blind', since: at(1), begunAt: at(16), endedAt: at(17) }]);
    });

    it('also when only the load is missing; not where streams can not be read, nor of a Space that sleeps', () => {
        const without = (extra: Partial<Sample>): Sample[] => blind(20).map((sample) => ({ ...sample, stage: 'RUNNING', group: 'up', errors: 0, ...extra }));
        expect(episodes(without({}))).toMatchObject([{ concern: 'blind' }]);
        expect(episodes(without({ streamless: true }))).toEqual([]);
        expect(episodes(without({ stage: 'SLEEPING', group: 'stopped' }))).toEqual([]);
    });
});

const STAGES = [['RUNNING', 'up'], ['RUNTIME_ERROR', 'failed'], ['SLEEPING', 'stopped'], ['PAUSED', 'stopped'], ['BUILDING', 'moving'], ['NEW', 'unknown']] as const;
const load = fc.option(fc.constantFrom(0, 50, 79, 80, 85, 90, 91, 100), { nil: undefined });
const anySample = fc.record({ at: fc.integer({ min: 1, max: 240 }).map((half) => START + half * 30_000), cpu: load, memory: load, errors: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }), stage: fc.option(fc.constantFrom(...STAGES), { nil: undefined }) })
    .map(({ stage, ...sample }): Sample => ({ ...sample, ...(stage && { stage: stage[0], group: stage[1] }) }));
const anySamples = fc.uniqueArray(anySample, { selector: (sample) => sample.at, maxLength: KEPT_SAMPLES });

/** Beginnings and ends, found in another way: by the three values in a row that decide. */
function boundsOf(cpu: readonly number[]): [number, number | undefined][] {
    const found: [number, number | undefined][] = [];
    const three = (index: number, test: (value: number) => boolean): boolean => cpu.slice(index, index + 3).length === 3 && cpu.slice(index, index + 3).every(test);
    for (let index = 0; index < cpu.length; index += 1) {
        const last = found.at(-1);
        if (last && last[1] === undefined) {
            last[1] = three(index, (value) => value < 80) ? at(index + 1) : undefined;
        } else if (three(index, (value) => value > 90)) {
            found.push([at(index + 1), undefined]);
            index += 2;
        }
    }
    return found;
}

/** Three that are over are kept, and one that goes on. */
function lastOf(bounds: [number, number | undefined][]): [number, number | undefined][] {
    const ended = bounds.filter(([, end]) => end !== undefined).slice(-3);
    return [...ended, ...bounds.filter(([, end]) => end === undefined)];
}

describe('for any samples', () => {
    it('every order and duplication gives the same episodes', () => {
        const shuffled = anySamples.chain((samples) => fc.tuple(fc.constant(samples), fc.shuffledSubarray([...samples, ...samples], { minLength: samples.length * 2, maxLength: samples.length * 2 })));
        fc.assert(fc.property(shuffled, ([samples, again]) => {
            const oneByOne = again.reduce((history, sample) => withSamples(history, [sample], RULES), seen([]));
            expect(episodesOf(oneByOne, RULES)).toEqual(episodes(samples));
        }));
    });

    it('what two servers saw apart comes to the same as if one had seen it all', () => {
        fc.assert(fc.property(anySamples, fc.nat(KEPT_SAMPLES), (samples, cut) => {
            const parts = [samples.slice(0, cut), samples.slice(cut), samples.slice(cut / 2)];
            expect(episodesOf(merged(parts.map((part) => seen(part)), RULES), RULES)).toEqual(episodes(samples));
        }));
    });

    it('the history is bounded, and what is judged for good counts on', () => {
        const values = fc.array(fc.constantFrom(50, 85, 95), { minLength: 100, maxLength: 300 });
        fc.assert(fc.property(values, (cpu) => {
            const samples = loads(...cpu);
            const history = samples.reduce((before, sample) => withSamples(before, [sample], CPU_ONLY), seen([], CPU_ONLY));
            expect(history.samples).toHaveLength(KEPT_SAMPLES);
            expect(episodesOf(history, CPU_ONLY).map(({ since, endedAt }) => [since, endedAt])).toEqual(lastOf(boundsOf(cpu)));
        }), { numRuns: 50 });
    });

    it('an episode has one beginning and at most one end, each after the one before', () => {
        fc.assert(fc.property(anySamples, (samples) => {
            for (const concern of ['cpu', 'memory', 'error', 'stage', 'blind'] as const) {
                const own = episodes(samples).filter((episode) => episode.concern === concern);
                expect(own.slice(0, -1).every(({ endedAt }) => endedAt !== undefined)).toBe(true);
                const times = own.flatMap(({ since, begunAt, endedAt }) => [since, begunAt, endedAt ?? Infinity]);
                expect(times).toEqual([...times].sort((a, b) => a - b));
            }
        }));
    });

    it('samples without values change no alert', () => {
        fc.assert(fc.property(fc.array(fc.tuple(load, fc.boolean()), { maxLength: 30 }), (values) => {
            const known = values.map(([cpu], index): Sample => ({ at: at(index), stage: 'RUNNING', group: 'up', cpu }));
            const holes = values.flatMap(([, hole], index): Sample[] => (hole ? [{ at: at(index) + 1 }] : []));
            const alerts = (samples: readonly Sample[]): Episode[] => episodes(samples, CPU_ONLY).filter(({ concern }) => concern === 'cpu');
            expect(alerts([...known, ...holes])).toEqual(alerts(known));
        }));
    });
});

describe('what is told', () => {
    /** Follows a course as the job does, and returns what was told when. */
    function told(samples: readonly Sample[], mutedUntil = 0, rules = RULES): { readonly key: string; readonly kind: string; readonly at: number }[] {
        const said = new Map<string, { key: string; kind: string; at: number }>();
        let history = seen([], rules);
        for (const sample of [...samples].sort((a, b) => a.at - b.at)) {
            history = withSamples(history, [sample], rules);
            for (const { key, kind } of newsOf(episodesOf(history, rules), { rules, told: new Set(said.keys()), mutedUntil, now: sample.at })) {
                expect(said.has(key)).toBe(false);
                said.set(key, { key, kind, at: sample.at });
            }
        }
        return [...said.values()];
    }

    it('each beginning once, each end once and after it, whatever the samples are', () => {
        fc.assert(fc.property(anySamples, (samples) => {
            const all = told(samples);
            const begins = all.filter(({ kind }) => kind === 'alert-begins');
            const ends = all.filter(({ kind }) => kind === 'alert-ends');
            expect(begins.map(({ key }) => key)).toEqual(expect.arrayContaining(ends.map(({ key }) => key.replace(/ends$/, 'begins'))));
            expect(keysOf(RULES, episodes(samples))).toEqual(expect.arrayContaining(all.slice(-1).map(({ key }) => key)));
        }));
    });

    it('a load that swings around the threshold is one alert', () => {
        fc.assert(fc.property(fc.array(fc.double({ min: 80, max: 100, noNaN: true }), { maxLength: 55 }), (values) => {
            expect(told(loads(...values), 0, CPU_ONLY).filter(({ kind }) => kind === 'alert-begins').length).toBeLessThanOrEqual(1);
        }));
    });

    it('nothing while it is muted; afterwards what still goes on, and nothing of what is over', () => {
        const course = loads(95, 95, 95, 95, 95, 10, 10, 10, 95, 95, 95, 95);
        expect(told(course, at(8), CPU_ONLY).map(({ kind, at: when }) => [kind, when])).toEqual([['alert-begins', at(11)]]);
        expect(told(course.slice(0, 8), at(9), CPU_ONLY)).toEqual([]);
        expect(told(course, at(5), CPU_ONLY).map(({ kind, at: when }) => [kind, when])).toEqual([['alert-begins', at(5)], ['alert-ends', at(8)], ['alert-begins', at(11)]]);
    });

    it('the end of what was told before it was muted, once that is over', () => {
        const [before] = episodes(loads(95, 95, 95, 10, 10, 10), CPU_ONLY);
        expect(before?.endedAt).toBe(at(4));
        const begun = new Set([`${START}:cpu:0:begins`]);
        const news = (now: number): string[] => newsOf(before ? [before] : [], { rules: RULES, told: begun, mutedUntil: at(30), now }).map(({ kind }) => kind);
        expect([news(at(10)), news(at(30))]).toEqual([[], ['alert-ends']]);
    });

    it('new rules judge anew what comes from then on', () => {
        const [history, stricter] = [seen(loads(95, 95, 95), CPU_ONLY), { ...CPU_ONLY, threshold: 50, since: at(3) + 1 }];
        const next = withSamples(merged([history], stricter), loads(60, 60, 60, 60, 60, 60).slice(3), stricter);
        expect(next.samples).toHaveLength(6);
        expect(episodesOf(next, stricter)).toMatchObject([{ count: 0, since: at(4) }]);
    });
});
