import type { HubBase, Probe, RateBudget } from '../services/hub';
import type { Finding } from '../ui/doctor-view';
import type { Lang } from '../ui/language';
import { code, plain } from '../ui/text';
import type { DoctorFacts } from './doctor-facts';
import { tokenFindings } from './doctor-token';
import { webhookFinding } from './doctor-webhook';

/** Clocks that differ by less do no harm, and the network's delay explains it. Milliseconds. */
const CLOCK_TOLERANCE_MS = 30_000;
/** From here on tokens seem to end at the wrong time. Milliseconds. */
const CLOCK_HARM_MS = 5 * 60_000;
/** The job runs every minute; three are patience enough. Milliseconds. */
const TICK_LATE_MS = 3 * 60_000;
/** Below this part of its quota, a bucket is about to be empty. */
const LOW_BUDGET = 0.1;

/** What the facts mean, and what to do about it. Only admins learn what only they can mend. */
export function findingsOf(facts: DoctorFacts, lang: Lang): Finding[] {
    const forAll = [
        runtime(facts, lang),
        ...facts.probes.map((probed) => service(probed, facts, lang)),
        path(facts),
        ...clock(facts, lang),
        rate(facts.budgets, lang),
        ...tokenFindings(facts, lang),
        tick(facts, lang),
        key(facts),
        webhookFinding(facts, lang),
    ];
    return facts.admin ? [...forAll, oauth(facts), settings(facts)] : forAll;
}

/** A fix that takes an admin is told to admins; others learn whom to ask. */
function adminFix({ admin }: DoctorFacts, fix: NonNullable<Finding['fix']>): NonNullable<Finding['fix']> {
    return admin ? fix : { key: 'doctor.admin_only' };
}

function runtime({ version, platform }: DoctorFacts, lang: Lang): Finding {
    return { level: 'ok', what: { key: 'doctor.version', values: { version, platform: lang.t(`doctor.platform.${platform.name}`, { version: platform.version }) } } };
}

function service({ service: base, host, result }: DoctorFacts['probes'][number], facts: DoctorFacts, lang: Lang): Finding {
    const name = capitalised(lang.t(`doctor.service.${base}`));
    const fix = adminFix(facts, { key: 'doctor.unreachable_fix', values: { host: code(host) } });
    switch (result.state) {
        case 'answered':
            return answered(name, result, lang);
        case 'unreachable':
            return { level: severity(base), what: { key: 'doctor.unreachable', values: { service: name } }, fix };
        case 'silent':
            return { level: severity(base), what: { key: 'doctor.silent', values: { service: name, seconds: 5 } }, fix };
    }
}

/** Without the Hub nothing works; the other services are needed for a part. */
const severity = (base: HubBase): 'bad' | 'warn' => (base === 'hub' ? 'bad' : 'warn');

function answered(name: string, { status, ms }: Extract<Probe, { readonly state: 'answered' }>, lang: Lang): Finding {
    if (status >= 500 || status === 429) {
        return { level: 'warn', what: { key: 'doctor.troubled', values: { service: name, status } }, fix: { key: 'doctor.troubled_fix' } };
    }
    return { level: 'ok', what: { key: 'doctor.reached', values: { service: name, ms: lang.number(Math.round(ms)) } } };
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function path(facts: DoctorFacts): Finding {
    if (facts.wantedPath === 'auto' && facts.path === 'workspace') {
        return { level: 'ok', what: { key: 'doctor.path.fallback' }, ...(facts.admin && { fix: { key: 'doctor.path.fallback_fix' } }) };
    }
    return { level: 'ok', what: { key: `doctor.path.${facts.path}` } };
}

/** Nothing is said of it when the Hub, whose clock it is compared with, does not answer. */
function clock(facts: DoctorFacts, lang: Lang): Finding[] {
    const hub = facts.probes.find((probed) => probed.service === 'hub')?.result;
    return hub?.state === 'answered' ? [clockFinding(hub.skewMs, facts, lang)] : [];
}

function clockFinding(skew: number | undefined, facts: DoctorFacts, lang: Lang): Finding {
    if (skew === undefined) {
        return { level: 'warn', what: { key: 'doctor.clock.unknown' } };
    }
    if (Math.abs(skew) <= CLOCK_TOLERANCE_MS) {
        return { level: 'ok', what: { key: 'doctor.clock.ok' } };
    }
    const values = { seconds: lang.number(Math.round(Math.abs(skew) / 1000)), direction: skew < 0 ? 'ahead' : 'behind' };
    return { level: Math.abs(skew) > CLOCK_HARM_MS ? 'bad' : 'warn', what: { key: 'doctor.clock.off', values }, fix: adminFix(facts, { key: 'doctor.clock.off_fix' }) };
}

function rate(budgets: readonly RateBudget[], lang: Lang): Finding {
    if (budgets.length === 0) {
        return { level: 'ok', what: { key: 'doctor.rate.none' } };
    }
    const values = { budgets: lang.list(budgets.map((budget) => budgetText(budget, lang))) };
    const low = budgets.some(({ remaining, quota }) => remaining === 0 || (quota !== undefined && remaining < quota * LOW_BUDGET));
    return low ? { level: 'warn', what: { key: 'doctor.rate.low', values }, fix: { key: 'doctor.rate.low_fix' } } : { level: 'ok', what: { key: 'doctor.rate.some', values } };
}

function budgetText({ bucket, remaining, quota }: RateBudget, lang: Lang): string {
    const values = { bucket: plain(bucket), remaining: lang.number(remaining) };
    return quota === undefined ? lang.t('doctor.rate.item_no_quota', values) : lang.t('doctor.rate.item', { ...values, quota: lang.number(quota) });
}

function tick(facts: DoctorFacts, lang: Lang): Finding {
    if (facts.lastTick === undefined) {
        return { level: 'warn', what: { key: 'doctor.tick.never' }, fix: adminFix(facts, { key: 'doctor.tick.never_fix' }) };
    }
    const values = { age: lang.relative(facts.lastTick, facts.now) };
    if (facts.now - facts.lastTick > TICK_LATE_MS) {
        return { level: 'bad', what: { key: 'doctor.tick.late', values }, fix: adminFix(facts, { key: 'doctor.tick.late_fix' }) };
    }
    return { level: 'ok', what: { key: 'doctor.tick.ok', values } };
}

function key(facts: DoctorFacts): Finding {
    if (facts.key === 'environment') {
        return { level: 'ok', what: { key: 'doctor.key.environment' } };
    }
    return { level: 'warn', what: { key: 'doctor.key.generated' }, fix: adminFix(facts, { key: 'doctor.key.generated_fix', values: { name: facts.keyVariable } }) };
}

function oauth({ oauth: on }: DoctorFacts): Finding {
    return on ? { level: 'ok', what: { key: 'doctor.oauth.on' } } : { level: 'ok', what: { key: 'doctor.oauth.off' }, fix: { key: 'doctor.oauth.off_fix' } };
}

function settings({ refusedSettings }: DoctorFacts): Finding {
    if (refusedSettings.length === 0) {
        return { level: 'ok', what: { key: 'doctor.settings.ok' } };
    }
    const values = { count: refusedSettings.length, names: refusedSettings.map(code).join(', ') };
    return { level: 'bad', what: { key: 'doctor.settings.refused', values }, fix: { key: 'doctor.settings.refused_fix' } };
}
