import { describe, expect, it } from 'vitest';
import type { AuditProblem, TrailReport } from '../../services/workflows/audit/check';
import type { AuditRecord } from '../../services/workflows/audit/record';
import { auditFileView, auditView, type AuditList } from '../../ui/audit-view';
import { auditVerifyView } from '../../ui/audit-verify-view';
import { language } from '../../ui/language';
import { visibleText } from '../helpers/views';

const lang = language('en');
const reader = { lang, hubUrl: 'https://huggingface.co' };
const RECORD: AuditRecord = { v: 1, id: 'r1', at: Date.UTC(2026, 0, 1), by: 'u-bo', what: 'deploy.approved', subject: 'acme/bert_base', sha: '0123456789abcdef', result: 'done', details: { environment: 'prod' } };
const LIST: AuditList = { records: [], names: new Map([['u-bo', 'b*o*']]), next: undefined, searchedTo: undefined, all: true, filtered: false };
const REPORT: TrailReport = { records: 12, seals: 3, waiting: 0, since: '2026-01-01', problem: undefined, goesOnAt: undefined };

const PROBLEMS: readonly AuditProblem[] = [
    { kind: 'altered', record: 'r1', seal: 4, day: '2026-01-02' },
    { kind: 'missing', record: 'r1', seal: 4, day: '2026-01-02' },
    { kind: 'stray', record: 'r1', day: '2026-01-02' },
    { kind: 'seal-altered', seal: 4, day: '2026-01-02' },
    { kind: 'seal-missing', seal: 4, day: '2026-01-02' },
    { kind: 'seal-unreadable', day: '2026-01-02' },
    { kind: 'key-lost', seal: 4, day: '2026-01-02', key: 'abcd1234' },
];

const VIEWS = {
    'a page with more behind it': auditView({ ...LIST, records: [RECORD, { ...RECORD, id: 'r2', what: 'job.*begun*', subject: 'x`y', details: {} }], next: '{}', all: false }, reader),
    'a page of nothing': auditView(LIST, reader),
    'a page of nothing that fits': auditView({ ...LIST, filtered: true, all: false }, reader),
    'a page of nothing so far': auditView({ ...LIST, filtered: true, searchedTo: '2026-01-02', next: '{}' }, reader),
    'a file': auditFileView({ lines: ['{"id":"r1"}'], next: '{}' }, lang),
    'an intact trail': auditVerifyView(REPORT, { lang, generatedKey: false }),
    'a trail that is not sealed yet': auditVerifyView({ ...REPORT, records: 0, seals: 0, waiting: 2 }, { lang, generatedKey: true }),
    'a trail that is longer than the time': auditVerifyView({ ...REPORT, goesOnAt: '2026-01-03' }, { lang, generatedKey: false }),
    ...Object.fromEntries(PROBLEMS.map((problem) => [`a trail with ${problem.kind}`, auditVerifyView({ ...REPORT, problem }, { lang, generatedKey: false })])),
};

describe.each(Object.entries(VIEWS))('%s', (_name, view) => {
    it('looks like this', () => {
        expect(view).toMatchSnapshot();
    });

    it('reads well in Rocket.Chat: its parser understands all the markdown', () => {
        expect(visibleText(view).join('\n')).not.toMatch(/[*`[\]]/);
    });
});
