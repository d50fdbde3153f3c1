import type { RepoType } from '../../services/hub';
import type { Reader } from '../reader';
import type { Button, View } from '../view';

/** For whom news are drawn. */
export interface NewsReader extends Reader {
    /** A Hugging Face user as the room knows them, ready to be shown. */
    readonly person: (hubName: string) => string;
}

/** The repository that news are about. */
export interface NewsRepo {
    readonly type: RepoType;
    readonly id: string;
    /** Its page. */
    readonly url: string;
}

/** The living message without what belongs to the rule that let it through; the view has no blocks. */
export interface NewsCard {
    readonly view: View;
    readonly buttons: readonly Button[];
}
