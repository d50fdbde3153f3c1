/** Tasks the Hub knows, by the group it shows them in. */
export const TASKS: Record<string, string[]> = {
    nlp: ['text-classification', 'token-classification', 'table-question-answering', 'question-answering', 'zero-shot-classification', 'translation', 'summarization', 'feature-extraction', 'text-generation', 'fill-mask', 'sentence-similarity', 'text-ranking'],
    audio: ['text-to-speech', 'text-to-audio', 'automatic-speech-recognition', 'audio-to-audio', 'audio-classification', 'voice-activity-detection'],
    cv: ['depth-estimation', 'image-classification', 'object-detection', 'image-segmentation', 'text-to-image', 'image-to-text', 'image-to-image', 'image-to-video', 'unconditional-image-generation', 'video-classification', 'text-to-video', 'zero-shot-image-classification', 'mask-generation', 'zero-shot-object-detection', 'text-to-3d', 'image-to-3d', 'image-feature-extraction', 'keypoint-detection'],
    multimodal: ['audio-text-to-text', 'image-text-to-text', 'visual-question-answering', 'document-question-answering', 'video-text-to-text', 'visual-document-retrieval', 'any-to-any'],
    rl: ['reinforcement-learning', 'robotics'],
    tabular: ['tabular-classification', 'tabular-regression', 'time-series-forecasting'],
    other: ['graph-ml'],
};

export const LIBRARIES = ['pytorch', 'tf', 'jax', 'transformers', 'diffusers', 'safetensors', 'gguf', 'onnx', 'sentence-transformers', 'sklearn', 'keras', 'spacy', 'timm', 'peft', 'mlx', 'openvino', 'setfit', 'adapter-transformers', 'fastai', 'flair', 'nemo', 'allennlp', 'bertopic', 'speechbrain', 'stable-baselines3'];

export const DATASET_LIBRARIES = ['datasets', 'pandas', 'polars', 'dask', 'mlcroissant', 'webdataset', 'fiftyone', 'argilla', 'distilabel'];

export const LANGUAGES = ['ar', 'bn', 'cs', 'da', 'de', 'el', 'en', 'es', 'fa', 'fi', 'fr', 'he', 'hi', 'hu', 'id', 'it', 'ja', 'ko', 'multilingual', 'nl', 'no', 'pl', 'pt', 'ro', 'ru', 'sv', 'th', 'tr', 'uk', 'vi', 'zh'];

/** Licence ids the Hub accepts in a card (Hugging Face docs, "Licenses"); the long tail left out. */
export const LICENSES = ['apache-2.0', 'mit', 'openrail', 'bigscience-openrail-m', 'creativeml-openrail-m', 'bsd-2-clause', 'bsd-3-clause', 'cc', 'cc0-1.0', 'cc-by-3.0', 'cc-by-4.0', 'cc-by-sa-3.0', 'cc-by-sa-4.0', 'cc-by-nc-4.0', 'cc-by-nc-sa-4.0', 'cc-by-nc-nd-4.0', 'cc-by-nd-4.0', 'gpl-2.0', 'gpl-3.0', 'lgpl-3.0', 'agpl-3.0', 'mpl-2.0', 'odc-by', 'odbl', 'unlicense', 'wtfpl', 'afl-3.0', 'artistic-2.0', 'gemma', 'llama2', 'llama3', 'llama3.1', 'llama3.2', 'llama3.3', 'llama4', 'unknown', 'other'];

export const SIZE_CATEGORIES = ['n<1K', '1K<n<10K', '10K<n<100K', '100K<n<1M', '1M<n<10M', '10M<n<100M', '100M<n<1B', '1B<n<10B', '10B<n<100B', '100B<n<1T', 'n>1T'];
