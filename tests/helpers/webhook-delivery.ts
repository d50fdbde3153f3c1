/** A move of a ref as webhooks tell it. */
export const movedRef = (ref: string): object => ({ ref, oldSha: 'a'.repeat(40), newSha: 'b'.repeat(40) });

interface Parts {
    readonly action?: string;
    readonly type?: string;
    readonly name?: string;
    readonly discussion?: { readonly num: number };
    readonly updatedRefs?: readonly object[];
    readonly updatedConfig?: object;
    readonly movedTo?: object;
}

/** The body of a delivery, with all that Hugging Face puts into it. Source: https://huggingface.co/docs/hub/webhooks */
export function delivery(scope: string, { action = 'update', type = 'model', name = 'acme/m', discussion, ...parts }: Parts = {}) {
    const url = { web: `https://huggingface.co/${name}`, api: `https://huggingface.co/api/${type}s/${name}` };
    return {
        event: { action, scope },
        repo: { type, name, id: '621ffdc036468d709f17434d', private: false, url, owner: { id: '628b753283ef59b5be89e937' }, ...(scope.startsWith('repo') && { headSha: 'b'.repeat(40), tags: ['safetensors'] }) },
        ...(discussion && {
            discussion: { id: '6399f58518721fdd27fc9ca9', title: 'Update card', url, status: 'open', author: { id: '61d2f90c3c2083e1c08af22d' }, isPullRequest: true, changes: { base: 'refs/heads/main' }, pinned: false, ...discussion },
            comment: { id: '6399f58518721fdd27fc9caa', author: { id: '61d2f90c3c2083e1c08af22d' }, content: 'Some text', hidden: false, url: { web: url.web } },
        }),
        ...parts,
        webhook: { id: '6390e855e30d9209411de93b', version: 3 },
    };
}
