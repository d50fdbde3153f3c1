import type { Stores } from '../../../context/ctx';
import type { ThingRepo } from '../../../services/workflows/watching';
import { noticeChange } from '../notice-change';
import { observe, observeState } from '../observe';
import { notePush } from '../pushes';
import type { Finding } from './compare';

interface Tools {
    readonly stores: Pick<Stores, 'ledger' | 'due'>;
    clock(): number;
    wakeAt(at: number): Promise<void>;
}

/** The lists tell the head of this branch alone; Hugging Face calls the default branch so everywhere. */
const DEFAULT_BRANCH = 'main';

/** Puts on record what a look found, or on the due-list where Hugging Face has the record itself. Done twice it is done once. */
export async function tellAll(tools: Tools, repo: ThingRepo, findings: readonly Finding[]): Promise<void> {
    for (const finding of findings) {
        await tell(tools, repo, finding);
    }
}

function tell(tools: Tools, repo: ThingRepo, finding: Finding): Promise<void> {
    switch (finding.kind) {
        case 'commits':
            return tellOfCommits(tools, repo, finding);
        case 'created':
            return observe(tools, repo, { type: 'created', data: {}, id: `created:${finding.hfId}` });
        case 'deleted':
            return observe(tools, repo, { type: 'deleted', data: { private: finding.private }, id: `deleted:${finding.hfId}` });
        case 'moved':
            return observe(tools, repo, { type: 'moved', data: { to: finding.to }, id: `moved:${finding.hfId}:${finding.to.toLowerCase()}` });
        case 'visibility':
            return observeState(tools, repo, { type: 'visibility', data: { private: finding.private } });
        case 'gating':
            return observeState(tools, repo, { type: 'gating', data: { gated: finding.gated } });
        case 'stage':
            return observeState(tools, repo, { type: 'stage', data: { stage: finding.stage, ...(finding.message !== undefined && { message: finding.message }) } });
    }
}

async function tellOfCommits(tools: Tools, repo: ThingRepo, { from, to }: Extract<Finding, { kind: 'commits' }>): Promise<void> {
    if (to !== undefined) {
        await notePush(tools, repo, { branch: DEFAULT_BRANCH, to, ...(from !== undefined && { from }) });
    }
    await noticeChange(tools, { repo, thing: { kind: 'branch', name: DEFAULT_BRANCH } });
}
