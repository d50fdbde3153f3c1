import { describe, expect, it } from 'vitest';
import { changesOf } from '../../../flows/watching/webhook-changes';
import { parseWebhookPayload } from '../../../services/hub';
import { changeKey } from '../../../services/workflows/watching';
import { delivery, movedRef } from '../../helpers/webhook-delivery';

describe('a delivery of a webhook', () => {
    it.each<[string, object, string[]]>([
        ['a push to a branch', delivery('repo.content', { updatedRefs: [movedRef('refs/heads/main')] }), ['model:acme%2Fm:branch:main']],
        ['branches with slashes', delivery('repo.content', { updatedRefs: [movedRef('refs/heads/feature/a b'), movedRef('refs/heads/x')] }), ['model:acme%2Fm:branch:feature%2Fa%20b', 'model:acme%2Fm:branch:x']],
        ['a branch that was made or deleted', delivery('repo.content', { updatedRefs: [{ ref: 'refs/heads/n', oldSha: null, newSha: 'a'.repeat(40) }, { ref: 'refs/heads/o', oldSha: 'a'.repeat(40), newSha: null }] }), ['model:acme%2Fm:branch:n', 'model:acme%2Fm:branch:o']],
        ['a push to a pull request', delivery('repo.content', { updatedRefs: [movedRef('refs/pr/7')] }), ['model:acme%2Fm:discussion:7']],
        ['tags, converted files and names out of bounds', delivery('repo.content', { updatedRefs: ['refs/tags/v1', 'refs/convert/parquet', 'refs/pr/0', 'refs/pr/1234567890', `refs/heads/${'x'.repeat(251)}`, 'refs/heads/', ''].map(movedRef) }), []],
        ['a push to a Space', delivery('repo.content', { type: 'space', updatedRefs: [movedRef('refs/heads/main')] }), ['space:acme%2Fm:branch:main', 'space:acme%2Fm:space']],
        ['a push without refs', delivery('repo.content.lfs', {}), ['model:acme%2Fm:branch:main']],
        ['a push of no refs', delivery('repo.content', { updatedRefs: [] }), []],
        ['settings', delivery('repo.config', { type: 'dataset', updatedConfig: { private: true } }), ['dataset:acme%2Fm:repo']],
        ['settings of a Space', delivery('repo.config', { type: 'space', updatedConfig: {} }), ['space:acme%2Fm:repo', 'space:acme%2Fm:space']],
        ['a new repository', delivery('repo', { action: 'create' }), ['model:acme%2Fm:repo']],
        ['a deleted one', delivery('repo', { action: 'delete' }), ['model:acme%2Fm:repo']],
        ['a renamed one', delivery('repo', { action: 'move', movedTo: { name: 'acme/n', owner: { id: '1' } } }), ['model:acme%2Fm:repo']],
        ['a discussion', delivery('discussion', { action: 'create', discussion: { num: 19 } }), ['model:acme%2Fm:discussion:19']],
        ['a comment', delivery('discussion.comment', { action: 'update', discussion: { num: 19 } }), ['model:acme%2Fm:discussion:19']],
        ['a narrower scope', delivery('repo.config.dois', { action: 'create' }), ['model:acme%2Fm:repo']],
        ['a much narrower scope', delivery('discussion.comment.reaction.emoji', { action: 'create', discussion: { num: 2 } }), ['model:acme%2Fm:discussion:2']],
        ['an unknown scope', delivery('kernel.build', {}), []],
        ['no scope', delivery('', {}), []],
        ['an unknown kind of repository', delivery('repo', { type: 'bucket', name: 'not a repository id' }), []],
    ])('says where something may have changed: %s', (_name, body, keys) => {
        expect(changesOf(parseWebhookPayload(body)).map(changeKey)).toEqual(keys);
    });
});
