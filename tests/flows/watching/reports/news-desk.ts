import type { Drawn, Report, ReportReader, ReportWish } from '../../../../flows/watching/report';
import { startHub, type HubServer } from '../../../../playground/hub/server';
import { fakeToken } from '../../../../playground/hub/seed/ids';
import type { ThingRepo } from '../../../../services/workflows/watching';
import { language } from '../../../../ui/language';
import { ManualClock } from '../../../helpers/persistence-deps';
import { TestWorkspace } from '../../../helpers/test-ctx';

export const EMBEDDER: ThingRepo = { type: 'model', id: 'acme/embedder' };
/** Private. */
export const BERT: ThingRepo = { type: 'model', id: 'acme/bert-prod' };

/** A stand-in Hub and a workspace that tell the same time, and reports read over both. */
export class NewsDesk {
    readonly workspace: TestWorkspace;

    private constructor(readonly hub: HubServer, readonly clock: ManualClock) {
        this.workspace = new TestWorkspace(hub, { clock });
    }

    static async open(): Promise<NewsDesk> {
        const clock = new ManualClock();
        return new NewsDesk(await startHub({ clock: clock.now }), clock);
    }

    /** As nobody, or as somebody of the seed. */
    async read(reader: ReportReader, repo: ThingRepo, { as, since = 0, paths = false }: { readonly as?: string; readonly since?: number; readonly paths?: boolean } = {}): Promise<Report | undefined> {
        const { hub, ...tools } = this.workspace.ctx();
        const seen = as === undefined ? hub : hub.as({ token: fakeToken(as), id: as });
        const wish: ReportWish = { change: { repo, thing: { kind: 'repo' } }, since, paths };
        return reader({ ...tools, hub: seen }, wish);
    }

    /** The same where there has to be something. */
    async report(...asked: Parameters<NewsDesk['read']>): Promise<Report> {
        const report = await this.read(...asked);
        if (!report) {
            throw new Error('There is nothing to report.');
        }
        return report;
    }

    /** For a room that knows Alice alone. */
    drawn(items: Drawn['items']): Drawn {
        const person = (name: string): string => (name === 'alice' ? '@alice' : name);
        return { lang: language('en'), now: this.clock.now(), hubUrl: this.hub.url, items, person };
    }

    /** The text without the port that the stand-in happens to have. */
    steady(text: string): string {
        return text.replaceAll(this.hub.url, 'https://hub');
    }
}
