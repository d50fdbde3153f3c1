import type { Change } from '../../services/workflows/watching';
import type { ReportReader } from './report';
import { branchReport } from './reports/branch-report';
import { discussionReport } from './reports/discussion-report';
import { lineageReport } from './reports/lineage-report';
import { repoReport } from './reports/repo-report';
import { spaceReport } from './reports/space-report';

/** Who reads a thing. */
export type Readers = (change: Pick<Change, 'thing'>) => ReportReader;

/** Each kind of thing has its own reader. */
export const readerOf: Readers = ({ thing }) => {
    switch (thing.kind) {
        case 'branch':
            return branchReport(thing.name);
        case 'discussion':
            return discussionReport(thing.num);
        case 'space':
            return spaceReport;
        case 'repo':
            return repoReport;
        case 'lineage':
            return lineageReport(thing.parent);
    }
};
