import type { Repo, SpaceFacts, SpaceRuntime } from '../model';
import { cardText } from './cards';
import { commitSha } from './ids';
import type { SpaceStage } from '../space-stages';
import { makeRepo } from './repo';

interface SpaceSpec {
    id: string;
    sdk: SpaceFacts['sdk'];
    emoji: string;
    likes: number;
    stage?: SpaceStage;
    hardware?: string;
    sleepSeconds?: number | null;
    errorMessage?: string;
    models?: string[];
    datasets?: string[];
    private?: boolean;
}

const SPECS: SpaceSpec[] = [
    { id: 'stabilityai/stable-diffusion', sdk: 'gradio', emoji: '🐠', likes: 10_500, hardware: 'cpu-upgrade', sleepSeconds: null },
    { id: 'open-llm-leaderboard/open_llm_leaderboard', sdk: 'docker', emoji: '🏆', likes: 13_600, hardware: 'cpu-upgrade', sleepSeconds: null },
    { id: 'black-forest-labs/FLUX.1-dev', sdk: 'gradio', emoji: '🖥️', likes: 9_100, hardware: 'zero-a10g', models: ['black-forest-labs/FLUX.1-dev'] },
    { id: 'mteb/leaderboard', sdk: 'docker', emoji: '🥇', likes: 6_300, hardware: 'cpu-upgrade', models: ['sentence-transformers/all-MiniLM-L6-v2', 'BAAI/bge-small-en-v1.5'], sleepSeconds: null },
    { id: 'hf-audio/whisper-large-v3', sdk: 'gradio', emoji: '🤫', likes: 1_150, hardware: 'zero-a10g', models: ['openai/whisper-large-v3'] },
    { id: 'gradio/hello_world', sdk: 'gradio', emoji: '🔥', likes: 40, stage: 'SLEEPING' },
    { id: 'huggingface/hf-docs-search', sdk: 'static', emoji: '📚', likes: 25 },
    { id: 'bigcode/bert-playground', sdk: 'gradio', emoji: '🎭', likes: 12, models: ['google-bert/bert-base-uncased'], datasets: ['nyu-mll/glue'], stage: 'PAUSED' },
    { id: 'acme/demo', sdk: 'gradio', emoji: '🚀', likes: 7, models: ['acme/embedder'] },
    { id: 'acme/annotator', sdk: 'docker', emoji: '🏷️', likes: 0, private: true, stage: 'PAUSED', hardware: 'cpu-upgrade', datasets: ['acme/support-tickets'] },
    { id: 'acme/broken', sdk: 'gradio', emoji: '🧨', likes: 0, private: true, stage: 'BUILD_ERROR', errorMessage: 'Job failed with exit code: 1. Reason: Could not find a version that satisfies the requirement grado==5.0' },
    { id: 'acme/gpu-demo', sdk: 'gradio', emoji: '⚡', likes: 2, private: true, hardware: 't4-small', sleepSeconds: 3600, models: ['acme/bert-prod'] },
];

const DEFAULT_SLEEP_S = 172_800;

function runtimeOf(spec: SpaceSpec): SpaceRuntime {
    const { stage = 'RUNNING', hardware = 'cpu-basic' } = spec;
    const up = stage === 'RUNNING';
    const isStatic = spec.sdk === 'static';
    return {
        stage,
        hardware: { current: up && !isStatic ? hardware : null, requested: isStatic ? null : hardware },
        storage: null,
        gcTimeout: spec.sleepSeconds === undefined ? DEFAULT_SLEEP_S : spec.sleepSeconds,
        replicas: { ...(up && { current: 1 }), requested: 1 },
        devMode: false,
        domains: [{ domain: `${spec.id.replace('/', '-').toLowerCase()}.hf.space`, stage: 'READY' }],
        ...(spec.errorMessage && { errorMessage: spec.errorMessage }),
    };
}

function makeSpace(spec: SpaceSpec): Repo {
    const title = spec.id.split('/')[1] ?? spec.id;
    const metadata = { title, emoji: spec.emoji, colorFrom: 'yellow', colorTo: 'red', sdk: spec.sdk, ...(spec.sdk === 'gradio' && { sdk_version: '5.49.1', app_file: 'app.py' }) };
    const files = [
        { path: 'README.md', content: cardText({ title, what: 'A demo.', metadata, level: 'partial' }) ?? '' },
        ...(spec.sdk === 'static' ? [{ path: 'index.html', content: '<!doctype html><title>Demo</title>\n' }] : []),
        ...(spec.sdk === 'gradio' ? [{ path: 'app.py', content: 'import gradio as gr\n\ngr.Interface(lambda name: f"Hello {name}!", "text", "text").launch()\n' }, { path: 'requirements.txt', content: 'transformers\ntorch\n' }] : []),
        ...(spec.sdk === 'docker' ? [{ path: 'Dockerfile', content: 'FROM python:3.12-slim\nCOPY . .\nCMD ["python", "app.py"]\n' }] : []),
    ];
    const repo = makeRepo({ ...spec, type: 'space', files, tags: [spec.sdk, 'region:us'], cardData: metadata });
    return { ...repo, space: { sdk: spec.sdk, title, emoji: spec.emoji, runtime: { ...runtimeOf(spec), sha: repo.branches.get('main') ?? commitSha(spec.id) }, models: spec.models ?? [], datasets: spec.datasets ?? [], variables: new Map(), secrets: new Map() } };
}

export const makeSpaces = (): Repo[] => SPECS.map(makeSpace);
