import type { Tensor } from './safetensors';

/** A network by its sizes; tensors, parameter counts, files and config.json are all derived from it, so they agree. */
export interface BertShape {
    kind: 'bert';
    vocab: number;
    hidden: number;
    layers: number;
}

export interface LlamaShape {
    kind: 'llama';
    vocab: number;
    hidden: number;
    layers: number;
    intermediate: number;
    /** Width of the key and value projections. */
    kv: number;
}

export type Shape = BertShape | LlamaShape;

const linear = (name: string, out: number, input: number): Tensor[] => [
    { name: `${name}.weight`, shape: [out, input] },
    { name: `${name}.bias`, shape: [out] },
];

const norm = (name: string, size: number): Tensor[] => [
    { name: `${name}.weight`, shape: [size] },
    { name: `${name}.bias`, shape: [size] },
];

function bertTensors({ vocab, hidden, layers }: BertShape): Tensor[] {
    const block = (index: number): Tensor[] => {
        const at = `bert.encoder.layer.${index}`;
        return [
            ...['query', 'key', 'value'].flatMap((part) => linear(`${at}.attention.self.${part}`, hidden, hidden)),
            ...linear(`${at}.attention.output.dense`, hidden, hidden),
            ...norm(`${at}.attention.output.LayerNorm`, hidden),
            ...linear(`${at}.intermediate.dense`, hidden * 4, hidden),
            ...linear(`${at}.output.dense`, hidden, hidden * 4),
            ...norm(`${at}.output.LayerNorm`, hidden),
        ];
    };
    return [
        { name: 'bert.embeddings.word_embeddings.weight', shape: [vocab, hidden] },
        { name: 'bert.embeddings.position_embeddings.weight', shape: [512, hidden] },
        { name: 'bert.embeddings.token_type_embeddings.weight', shape: [2, hidden] },
        ...norm('bert.embeddings.LayerNorm', hidden),
        ...Array.from({ length: layers }, (_, index) => block(index)).flat(),
        ...linear('bert.pooler.dense', hidden, hidden),
    ];
}

function llamaTensors({ vocab, hidden, layers, intermediate, kv }: LlamaShape): Tensor[] {
    const block = (index: number): Tensor[] => {
        const at = `model.layers.${index}`;
        const weight = (name: string, shape: number[]): Tensor => ({ name: `${at}.${name}.weight`, shape });
        return [
            weight('input_layernorm', [hidden]),
            weight('self_attn.q_proj', [hidden, hidden]),
            weight('self_attn.k_proj', [kv, hidden]),
            weight('self_attn.v_proj', [kv, hidden]),
            weight('self_attn.o_proj', [hidden, hidden]),
            weight('post_attention_layernorm', [hidden]),
            weight('mlp.gate_proj', [intermediate, hidden]),
            weight('mlp.up_proj', [intermediate, hidden]),
            weight('mlp.down_proj', [hidden, intermediate]),
        ];
    };
    return [
        { name: 'model.embed_tokens.weight', shape: [vocab, hidden] },
        ...Array.from({ length: layers }, (_, index) => block(index)).flat(),
        { name: 'model.norm.weight', shape: [hidden] },
        { name: 'lm_head.weight', shape: [vocab, hidden] },
    ];
}

export const tensorsOf = (shape: Shape): Tensor[] => (shape.kind === 'bert' ? bertTensors(shape) : llamaTensors(shape));

/** config.json as transformers writes it for the shape. */
export function configOf(shape: Shape, modelType: string, architecture: string): Record<string, unknown> {
    const common = { architectures: [architecture], model_type: modelType, hidden_size: shape.hidden, num_hidden_layers: shape.layers, vocab_size: shape.vocab };
    if (shape.kind === 'bert') {
        return { ...common, num_attention_heads: Math.max(1, shape.hidden / 64), intermediate_size: shape.hidden * 4, max_position_embeddings: 512 };
    }
    return { ...common, num_attention_heads: Math.max(1, shape.hidden / 128), intermediate_size: shape.intermediate, max_position_embeddings: 131_072, torch_dtype: 'bfloat16' };
}
