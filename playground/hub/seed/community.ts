import type { Discussion, DiscussionEvent, Repo } from '../model';
import { SparseBytes } from '../bytes/sparse';
import type { HubState } from '../state';
import { cleanScan } from '../security';
import { commitSha, objectId } from './ids';

function thread(repo: Repo, num: number, { title, author, ...facts }: Pick<Discussion, 'title' | 'author'> & Partial<Discussion>): Discussion {
    const createdAt = new Date(Date.UTC(2025, 1, num, 10)).toISOString();
    const about = `${repo.type} ${repo.id} discussion ${num}`;
    const events: DiscussionEvent[] = [{ id: objectId(`${about} opening`), type: 'comment', author, content: `${title}.`, createdAt }];
    return { _id: objectId(about), num, title, author, createdAt, status: 'open', isPullRequest: false, pinned: false, events, ...facts };
}

/** A pull request has a commit of its own, which `refs/pr/<num>` names. */
function openPullRequest(repo: Repo, discussion: Discussion): void {
    const parent = repo.branches.get('main');
    const base = repo.commits.get(parent ?? '');
    if (!base) {
        throw new Error(`${repo.id} has no commit to branch from.`);
    }
    const id = commitSha(`${repo.id} pr ${discussion.num}`);
    const readme = base.files.get('README.md');
    const text = new TextDecoder().decode(readme?.bytes.read());
    const files = new Map(base.files).set('README.md', { path: 'README.md', lfs: false, bytes: SparseBytes.text(`${text}\n## Evaluation results\n\nAccuracy 0.91 on held-out tickets.\n`), scan: cleanScan() });
    repo.commits.set(id, { id, title: discussion.title, message: '', author: discussion.author, date: discussion.createdAt, parent: base.id, files });
    repo.pullRequests.set(String(discussion.num), id);
    const commit: DiscussionEvent = { id: objectId(`${id} event`), type: 'commit', author: discussion.author, subject: discussion.title, oid: id, createdAt: discussion.createdAt };
    repo.discussions.push({ ...discussion, isPullRequest: true, events: [...discussion.events, commit] });
}

const COLLECTIONS = [
    { owner: 'google-bert', title: 'BERT release', items: ['google-bert/bert-base-uncased', 'google-bert/bert-large-uncased', 'google-bert/bert-base-chinese'], upvotes: 48, private: false },
    { owner: 'acme', title: 'In production', items: ['acme/embedder', 'sentence-transformers/all-MiniLM-L6-v2'], upvotes: 2, private: false },
    { owner: 'acme', title: 'Candidates', items: ['acme/bert-prod'], upvotes: 0, private: true },
];

const PAPERS = [
    { id: '1810.04805', title: 'BERT: Pre-training of Deep Bidirectional Transformers for Language Understanding', summary: 'A language representation model trained on left and right context in all layers.', authors: ['Jacob Devlin', 'Ming-Wei Chang', 'Kenton Lee', 'Kristina Toutanova'], publishedAt: '2018-10-11T00:50:01.000Z', upvotes: 28, githubRepo: 'https://github.com/google-research/bert' },
    { id: '1706.03762', title: 'Attention Is All You Need', summary: 'A network built from attention alone, without recurrence or convolutions.', authors: ['Ashish Vaswani', 'Noam Shazeer', 'Niki Parmar'], publishedAt: '2017-06-12T17:57:34.000Z', upvotes: 102 },
    { id: '1910.01108', title: 'DistilBERT, a distilled version of BERT: smaller, faster, cheaper and lighter', summary: 'Knowledge distillation in the pre-training phase keeps most of the ability at 60% of the size.', authors: ['Victor Sanh', 'Lysandre Debut', 'Julien Chaumond', 'Thomas Wolf'], publishedAt: '2019-10-02T17:56:28.000Z', upvotes: 19 },
    { id: '1908.10084', title: 'Sentence-BERT: Sentence Embeddings using Siamese BERT-Networks', summary: 'Siamese networks make sentence embeddings that can be compared by cosine similarity.', authors: ['Nils Reimers', 'Iryna Gurevych'], publishedAt: '2019-08-27T08:50:17.000Z', upvotes: 12 },
];

const slugOf = (owner: string, title: string, id: string): string => `${owner}/${title.toLowerCase().replace(/[^a-z0-9]+/g, '-')}-${id}`;

export function seedCommunity(state: HubState): void {
    for (const { owner, title, items, upvotes, private: hidden } of COLLECTIONS) {
        const _id = objectId(`collection ${owner} ${title}`);
        state.collections.push({
            _id, slug: slugOf(owner, title, _id), title, description: '', owner, lastUpdated: '2025-03-01T12:00:00.000Z', private: hidden, upvotes, theme: 'blue',
            items: items.map((id) => ({ _id: objectId(`item ${title} ${id}`), type: 'model', id })),
        });
    }
    state.papers.push(...PAPERS);
    const bertProd = state.findRepo('model', 'acme/bert-prod');
    if (bertProd) {
        bertProd.discussions.push(thread(bertProd, 1, { title: 'Accuracy dropped on German tickets', author: 'bo' }), thread(bertProd, 2, { title: 'Old question', author: 'alice', status: 'closed' }));
        openPullRequest(bertProd, thread(bertProd, 3, { title: 'Add evaluation results to the card', author: 'alice' }));
    }
    const gpt2 = state.findRepo('model', 'openai-community/gpt2');
    if (gpt2) {
        gpt2.discussions.push(...Array.from({ length: 60 }, (_, index) => thread(gpt2, index + 1, { title: `Question ${index + 1}`, author: 'julien-c' })));
    }
}
