import { answer } from '../context/answer';
import { doctorView } from '../ui/doctor-view';
import { command } from './command';
import { doctorFacts } from './doctor-facts';
import { findingsOf } from './doctor-findings';

/** Private: it looks at the caller's token as well. */
export const doctor = command({
    name: 'doctor',
    summary: 'doctor.summary',
    example: '/hf doctor',
    args: {},
    options: {},
    read: true,
    shareable: false,
    async run(ctx) {
        const findings = findingsOf(await doctorFacts(ctx), ctx.lang);
        const sentence = ({ key, values }: (typeof findings)[number]['what']): string => ctx.lang.t(key, values);
        const data = findings.map(({ level, what, fix }) => ({ check: what.key.replace(/^doctor\./, ''), level, text: sentence(what), ...(fix && { fix: sentence(fix) }) }));
        return answer(doctorView(findings, ctx.lang), { findings: data });
    },
});
