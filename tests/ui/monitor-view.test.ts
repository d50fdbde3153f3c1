import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LOCALES } from '../../ui/catalogue';
import { language } from '../../ui/language';
import { loadGraph } from '../../ui/load-graph';
import { monitorListView } from '../../ui/monitor-list-view';
import { alertBeginsView, alertEndsView, monitorCardView, type ShownMonitor } from '../../ui/monitor-view';
import { MESSAGE_LIMIT } from '../../ui/text';
import { buttonsOf, linksIn, visibleText } from '../helpers/views';

const NOW = Date.UTC(2026, 0, 10);
const reader = { lang: language('en'), now: NOW };
const episode = { concern: 'cpu', count: 0, since: NOW - 300_000, begunAt: NOW - 180_000, value: 97.2, stage: 'RUNNING' } as const;
const shown: ShownMonitor = {
    id: 'abc', space: 'acme/my_demo_app', hubUrl: 'https://huggingface.co', username: 'alice', madeAt: NOW - 86_400_000, mutedUntil: 0,
    rules: { alerts: ['cpu', 'memory', 'error', 'stage'], threshold: 90, forMs: 120_000, since: NOW - 86_400_000 },
    notify: { to: 'user', username: 'bo' },
    samples: [{ at: NOW - 120_000, stage: 'RUNNING', group: 'up', cpu: 12, memory: 40 }, { at: NOW - 60_000 }, { at: NOW, stage: 'RUNNING', group: 'up', cpu: 97.2, memory: 50 }],
    episodes: [episode],
    lastError: { at: NOW - 60_000, text: 'ValueError: *bold* `code` @all' },
};

describe('the card of a monitor', () => {
    it('shows the Space, what is the matter, and the last samples', () => {
        expect(monitorCardView(shown, reader).text).toMatchInlineSnapshot(`
          "*Monitor of <https://huggingface.co/spaces/acme/my_demo_app|acme/my_demo_app>*
          :rotating_light: CPU above 90% (began <t:1768002900:R>), up to 97.2%
          *Stage:* \`RUNNING\` – it runs
          *CPU:* 97.2%
          \`▁·█\`
          *Memory:* 50%
          \`▄·▅\`
          *Last error:* <t:1768003140:R>: \`ValueError: *bold* ˋcodeˋ @all\`
          Alerts to @bo in this thread for CPU, memory, errors in the log, and stage; a load above 90% for 2 minutes is too high
          watched with the Hugging Face account of @alice, began <t:1767916800:R>"
        `);
        expect(buttonsOf(monitorCardView(shown, reader)).map(({ label, value }) => [label, value])).toEqual([['Restart', 'acme/my_demo_app'], ['Logs', 'acme/my_demo_app'], ['Mute 1 h', 'abc'], ['Stop', 'abc']]);
    });

    it('has no buttons once it is over', () => {
        for (const over of [{ stoppedBy: 'bo' }, { trouble: 'space-gone' }, { trouble: 'maker-gone' }] as const) {
            expect(buttonsOf(monitorCardView({ ...shown, ...over }, reader))).toEqual([]);
        }
    });
});

describe('alerts', () => {
    it('say what, since when, how much and for how long, and mention who is to be told', () => {
        const view = alertBeginsView(episode, shown, reader);
        expect(view.text).toMatchInlineSnapshot(`
          "@bo :rotating_light: *<https://huggingface.co/spaces/acme/my_demo_app|acme/my_demo_app>*: CPU above 90% (began <t:1768002900:R>), up to 97.2%.
          That is 5 minutes by now."
        `);
        expect(view.mentions).toEqual(['bo']);
        expect(view.blocks?.[0]).toEqual({ type: 'section', text: view.text });
        expect(alertEndsView({ ...episode, endedAt: NOW }, shown, reader.lang)).toMatchInlineSnapshot(`
          {
            "text": ":white_check_mark: *<https://huggingface.co/spaces/acme/my_demo_app|acme/my_demo_app>*: CPU is low again; it was too high for 5 minutes, up to 97.2%.",
          }
        `);
    });
});

describe('the graph', () => {
    it('has a bar for each value, a dot for each gap, and no more than fit', () => {
        expect(loadGraph([0, 12.5, 50, undefined, 99, 100], 10)).toBe('▁▂▅·██');
        fc.assert(fc.property(fc.array(fc.option(fc.double({ noNaN: true, min: -10, max: 1000 }), { nil: undefined })), (percents) => {
            expect(loadGraph(percents, 36)).toMatch(/^[▁▂▃▄▅▆▇█·]{0,36}$/);
            expect(loadGraph(percents, 36)).toHaveLength(Math.min(36, percents.length));
        }));
    });
});

describe('whatever a Space is called and writes', () => {
    it('nothing breaks out of its line, in every language', () => {
        const samples = Array.from({ length: 60 }, (_, index) => ({ at: NOW + index, stage: 'RUNNING', group: 'up' as const, cpu: index, memory: 100 - index }));
        fc.assert(fc.property(fc.constantFrom(...LOCALES), fc.string({ maxLength: 100 }), fc.constantFrom(undefined, 'silent', 'signed-out', 'no-rights'), (locale, text, trouble) => {
            const lang = language(locale);
            const monitor: ShownMonitor = { ...shown, samples, trouble, nextAt: NOW, lastError: { at: NOW, text: `\`${text}*_~[x](y)` } };
            for (const view of [monitorCardView(monitor, { lang, now: NOW }), alertBeginsView({ ...episode, concern: 'error', value: 3 }, monitor, { lang, now: NOW }), monitorListView([monitor, monitor], lang)]) {
                expect(view.text.length).toBeLessThan(MESSAGE_LIMIT);
                expect(visibleText(view).join('')).not.toContain('(y)');
                expect(linksIn(view).map(([label]) => label)).not.toContain('x');
                expect(linksIn(view)[0]).toEqual(['acme/my_demo_app', 'https://huggingface.co/spaces/acme/my_demo_app']);
            }
        }), { numRuns: 25 });
    });
});
