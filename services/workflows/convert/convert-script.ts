/**
 * llama.cpp's own image with its converter, its quantiser and the Python that they run on: PyTorch, safetensors and huggingface_hub are
 * in it, so that the digest pins all of them and nothing is installed when the job runs. Build b9976.
 * Source: https://github.com/ggml-org/llama.cpp/blob/master/.devops/cpu.Dockerfile (target `full`).
 */
export const CONVERT_IMAGE = 'ghcr.io/ggml-org/llama.cpp@sha256:2db4f3db6f354a7e73bb414674b32ea9812d93beee09ac28dcd71ed16f1060e0';

/** What runs in the container. It stands here as text because Node imports no files of Python; `docs/convert.md` tells about it. */
export const CONVERT_SCRIPT = String.raw`"""Converts a model of the Hugging Face Hub to GGUF or to safetensors, as a Hugging Face Job.

Environment: MODEL and REVISION (a commit) say what; TARGET is gguf or safetensors; QUANTIZATION is for gguf;
INPUT_FILES are downloaded and OUTPUT_FILES made, paths separated by commas; OUTPUT_REPO is there already;
ALLOW_PICKLE is yes or no; HF_TOKEN is a secret.

Prints "[convert] <step>/<steps> <words>" on its way, "[convert] refused <why>" when it will not go on, and
"[convert] done <commit>" at its end.
"""
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

from huggingface_hub import CommitOperationAdd, HfApi, hf_hub_download

MODEL, REVISION, TARGET = os.environ["MODEL"], os.environ["REVISION"], os.environ["TARGET"]
QUANTIZATION = os.environ.get("QUANTIZATION", "")
INPUTS, OUTPUTS = os.environ["INPUT_FILES"].split(","), os.environ["OUTPUT_FILES"].split(",")
REPO = os.environ["OUTPUT_REPO"]
# Taken out of the environment: no program that is started below gets it.
TOKEN = os.environ.pop("HF_TOKEN")
SOURCE, MADE = Path("/tmp/source"), Path("/tmp/made")
SAFE = (".safetensors", ".json", ".txt", ".model", ".tiktoken", ".jinja")
PICKLE = (".bin",)
# What the converter writes by itself, without the quantiser.
DIRECT = {"F32": "f32", "F16": "f16", "BF16": "bf16", "Q8_0": "q8_0"}
STEPS = 6


def say(step, words):
    print(f"[convert] {step}/{STEPS} {words}", flush=True)


def refuse(why):
    print(f"[convert] refused {why}", flush=True)
    sys.exit(1)


def run(*command):
    # Offline: whatever a model's settings name, nothing more is fetched, and no program of a model is run.
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}
    subprocess.run([str(part) for part in command], check=True, env=environment)


def check_names():
    allowed = SAFE + (PICKLE if os.environ.get("ALLOW_PICKLE") == "yes" else ())
    for path in INPUTS:
        if not path.endswith(allowed):
            refuse(f"{path}: weights in this format can run programs when they are loaded")


def download(api):
    """Each file as it is at the commit, held against the hash that the Hub states."""
    entries = {entry.path: entry for entry in api.get_paths_info(MODEL, INPUTS, revision=REVISION)}
    for path in INPUTS:
        file = hf_hub_download(MODEL, path, revision=REVISION, local_dir=SOURCE, token=TOKEN)
        entry = entries[path]
        digest = hashlib.sha256() if entry.lfs else hashlib.sha1(b"blob %d\0" % entry.size)
        with open(file, "rb") as opened:
            while chunk := opened.read(1 << 20):
                digest.update(chunk)
        if digest.hexdigest() != (entry.lfs.sha256 if entry.lfs else entry.blob_id):
            refuse(f"{path}: its hash is not the one that the Hub states")


def to_gguf():
    made = MADE / OUTPUTS[0]
    plain = made if QUANTIZATION in DIRECT else MADE / "plain.gguf"
    say(3, "Converting to GGUF")
    run("python3", "/app/convert_hf_to_gguf.py", SOURCE, "--outfile", plain, "--outtype", DIRECT.get(QUANTIZATION, "auto"), "--model-name", MODEL.split("/")[-1])
    if plain != made:
        say(4, f"Quantising to {QUANTIZATION}")
        run("/app/llama-quantize", plain, made, QUANTIZATION)
        plain.unlink()


def safetensors_name(path):
    if path == "pytorch_model.bin.index.json":
        return "model.safetensors.index.json"
    return re.sub(r"^pytorch_model(.*)\.bin$", r"model\1.safetensors", path)


def to_safetensors():
    import torch
    from safetensors.torch import save_file

    say(3, "Converting to safetensors")
    for path in INPUTS:
        source, made = SOURCE / path, MADE / safetensors_name(path)
        if path.endswith(PICKLE):
            state = torch.load(source, map_location="cpu", weights_only=True)
            # Tensors that share their memory are written apart: safetensors has no sharing.
            tensors = {name: value.clone().contiguous() for name, value in state.items() if isinstance(value, torch.Tensor)}
            if len(tensors) != len(state):
                refuse(f"{path}: it holds more than weights")
            save_file(tensors, made, metadata={"format": "pt"})
        elif made.name != path:
            index = json.loads(source.read_text())
            index["weight_map"] = {name: safetensors_name(file) for name, file in index["weight_map"].items()}
            made.write_text(json.dumps(index, indent=2))
        else:
            made.write_bytes(source.read_bytes())


def card():
    relation = "\nbase_model_relation: quantized" if TARGET == "gguf" else ""
    kind = f"GGUF ({QUANTIZATION})" if TARGET == "gguf" else "safetensors"
    return f"""---
base_model: {MODEL}{relation}
tags:
- {TARGET}
---

# {REPO.split("/")[1]}

[{MODEL}](https://huggingface.co/{MODEL}) at commit {REVISION}, converted to {kind}.
"""


def upload(api):
    head = api.model_info(REPO).sha
    operations = [CommitOperationAdd(path, MADE / path) for path in OUTPUTS]
    if not api.file_exists(REPO, "README.md"):
        operations.append(CommitOperationAdd("README.md", card().encode()))
    return api.create_commit(REPO, operations, commit_message=f"Convert {MODEL} to {TARGET}", parent_commit=head).oid


def main():
    api = HfApi(token=TOKEN)
    MADE.mkdir(parents=True)
    say(1, "Checking the names of the inputs")
    check_names()
    say(2, f"Downloading {len(INPUTS)} files")
    download(api)
    to_gguf() if TARGET == "gguf" else to_safetensors()
    say(5, "Looking at what was made")
    missing = [path for path in OUTPUTS if not (MADE / path).is_file()]
    if missing:
        refuse(f"{missing[0]}: it was not made")
    say(6, f"Uploading {len(OUTPUTS)} files to {REPO}")
    print(f"[convert] done {upload(api)}", flush=True)


main()
`;
