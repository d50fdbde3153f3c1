import type { Stores } from '../../context/ctx';
import type { Hub } from '../../services/hub';
import type { Change, WatchEvent } from '../../services/workflows/watching';
import type { Reader } from '../../ui/reader';
import type { Button, View } from '../../ui/view';

/** One thing that happened, as Hugging Face (or what we saw of it) tells it now. */
export interface NewsItem {
    /** The same for the same happening, however we came to know of it: a commit's sha, an event's id. */
    readonly id: string;
    readonly event: WatchEvent;
    /** Milliseconds since 1970. */
    readonly at: number;
    /** The Hugging Face user name of who did it. */
    readonly author?: string | undefined;
    /** The files it touches, where a rule asks for paths; undefined: not known, which passes no path filter. */
    readonly paths?: readonly string[] | undefined;
}

/** For whom a report is drawn. */
export interface Drawn {
    readonly lang: Reader['lang'];
    readonly now: number;
    readonly hubUrl: string;
    /** What a card stands for, oldest first: what its living message has told so far, and what is new. Not looked at by `single` and `line`. */
    readonly items: readonly NewsItem[];
    /** A Hugging Face user as the room knows them: `@chat-name` where they are linked, else a link to their page. */
    readonly person: (hubName: string) => string;
}

/**
 * A thing as it is now, and what happened to it. Drawing is left to the report, which alone knows what a commit or a comment looks
 * like; when, where and how often it is drawn is the same for all (`work-on-change.ts`).
 */
export interface Report {
    /** Not everybody may see it on Hugging Face. */
    readonly private: boolean;
    /** Oldest first; at most what is shown in full, the newest that is. */
    readonly items: readonly NewsItem[];
    /**
     * When the living message that is drawn now comes to its end, milliseconds since 1970: what happens after that begins a new one.
     * To be kept with the message. undefined: it has no end.
     */
    readonly livingUntil: number | undefined;
    /** The living message: the thing as it is now, with what can be done about it. `view` has no blocks; `buttons` come without the rule's own. */
    card(drawn: Drawn): { readonly view: View; readonly buttons: readonly Button[] };
    /** One item as a message of its own, or a reply. */
    single(item: NewsItem, drawn: Drawn): View;
    /** One item as a line of a digest, without a list sign. It names the repository. */
    line(item: NewsItem, drawn: Drawn): string;
}

export interface ReportWish {
    readonly change: Change;
    /** Nothing older is wanted, milliseconds since 1970. */
    readonly since: number;
    /** The files of each commit are wanted: costs a request each. */
    readonly paths: boolean;
}

/** Through whose eyes a thing is read, and what we kept of it ourselves. */
export interface ReportTools {
    readonly hub: Hub;
    readonly stores: Pick<Stores, 'ledger'>;
    clock(): number;
}

/**
 * Reads one kind of thing, as it is at this moment. undefined when this account sees nothing there: it is gone, was never there, or
 * somebody else has to be asked. Throws HubError when Hugging Face can't tell.
 */
export type ReportReader = (tools: ReportTools, wish: ReportWish) => Promise<Report | undefined>;
